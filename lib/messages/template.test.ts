import fc from "fast-check";
import { expect, test } from "vitest";
import { placeholdersOf, renderTemplate } from "./template";

test.each([
  ["Hi %name%, %name%!", { name: "Ana" }, "Hi Ana, Ana!"],
  ["Hi %name%", { name: "" }, "Hi "],
  ["Hi %name%", {}, "Hi %name%"],
  ["Hi %name%", null, "Hi %name%"],
  ["Hi %Name%", { name: "Ana" }, "Hi %Name%"],
  ["%a%%b%", { a: "1", b: "2" }, "12"],
  ["100%%b%", { b: "2" }, "100%2"],
  ["20%, %name%: 50% off, 20% more", { name: "Ana", ", ": "x", " off, 20": "y" }, "20%, Ana: 50% off, 20% more"],
  [
    "%año%/%first.name%/%first-name%/%first_name%",
    { año: "1", "first.name": "2", "first-name": "3", first_name: "4" },
    "1/2/3/4",
  ],
  ["%first name%", { "first name": "Ana" }, "%first name%"],
  ["%%", { "": "x" }, "%%"],
  ["%a%", { a: "%b%", b: "2" }, "%b%"],
  ["%a%b%", { a: "%", b: "2" }, "%b%"],
  ["%a%", { a: "$& $1 $$" }, "$& $1 $$"],
  ["%toString% %__proto__% %constructor%", {}, "%toString% %__proto__% %constructor%"],
])("%j with %j reads %j", (template, parameters, text) => {
  expect(renderTemplate(template, parameters as Record<string, string> | null)).toBe(text);
});

test("the names are told once each, in order", () => {
  expect(placeholdersOf("%b% %a% %b% 50% off, 20% more %año%")).toEqual(["b", "a", "año"]);
  expect(placeholdersOf("50% off")).toEqual([]);
  expect(placeholdersOf(`%${"a".repeat(50)}% %${"a".repeat(51)}%`)).toEqual(["a".repeat(50)]);
});

test("a text put together of words and placeholders becomes the words and the values", () => {
  const name = fc.stringMatching(/^[a-zA-Z0-9_.ñ中-]{1,12}$/);
  const piece = fc.oneof(
    fc.record({ name, value: fc.option(fc.string({ unit: "binary" })) }),
    fc.string({ unit: "binary", maxLength: 10 }).map((text) => text.replaceAll("%", "")),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const parameters: Record<string, string> = Object.create(null);
      for (const piece of pieces)
        if (typeof piece !== "string" && piece.value !== null) parameters[piece.name] = piece.value;
      const template = pieces.map((piece) => (typeof piece === "string" ? piece : `%${piece.name}%`)).join("");
      const expected = pieces
        .map((piece) => (typeof piece === "string" ? piece : (parameters[piece.name] ?? `%${piece.name}%`)))
        .join("");
      expect(renderTemplate(template, parameters)).toBe(expected);
      const names = pieces.flatMap((piece) => (typeof piece === "string" ? [] : [piece.name]));
      expect(placeholdersOf(template)).toEqual([...new Set(names)]);
    }),
    { numRuns: 500 },
  );
});
