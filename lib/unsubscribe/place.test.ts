import fc from "fast-check";
import { expect, test } from "vitest";
import { renderTemplate } from "@/lib/messages/template";
import { placeUnsubscribe } from "./place";

const place = (text: string, parameters: Record<string, string> | null = null) =>
  placeUnsubscribe(
    { text, parameters },
    () => "https://sms.example.com/u/1",
    () => "abcdefgh",
  );

test("the placeholder becomes an address with a code, and the text stays a template", () => {
  expect(place("Hola %name%. Baja: %unsubscribe%", { name: "Ana" })).toEqual({
    text: "Hola %name%. Baja: https://sms.example.com/u/1%unsubscribe%",
    ...{ parameters: { name: "Ana", unsubscribe: "abcdefgh" }, code: "abcdefgh" },
  });
});

test("what a client gives for it himself stays his, and a text without it is left alone", () => {
  expect(place("Baja: %unsubscribe%", { unsubscribe: "https://x.es/baja" })).toBeNull();
  expect(place("unsubscribe 100%")).toBeNull();
  expect(place("50% unsubscribe% x")).toBeNull();
});

test("whatever stands around it, the recipient reads the address in its place", () => {
  const around = fc.stringMatching(/^[a-zñ €.,]{0,30}$/);
  fc.assert(
    fc.property(around, around, (before, after) => {
      const placed = place(`${before}%unsubscribe%${after}`)!;
      expect(renderTemplate(placed.text, placed.parameters)).toBe(
        `${before}https://sms.example.com/u/1abcdefgh${after}`,
      );
    }),
  );
});
