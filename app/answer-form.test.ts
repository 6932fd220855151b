import { describe, expect, it } from "vitest";
import { TooManyAttempts } from "@/lib/auth/slow-down";
import { AppError } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { textsOf } from "@/lib/texts";
import { answerForm, text } from "./answer-form";

const form = new FormData();
for (const [name, value] of [
  ["email", "ana@example.com"],
  ["scopes", "send"],
  ["scopes", "read"],
  ["password", "secret one"],
  ["current", "secret two"],
  ["next", "secret three"],
  ["$ACTION_REF_1", "x"],
] as const)
  form.append(name, value);

const answer = (work: () => Promise<never>, locale = "en") => answerForm(textsOf(locale), form, work);
const fails = (error: unknown, locale?: string) => answer(() => Promise.reject(error), locale);

describe("a form that was sent", () => {
  it("gives texts without what cannot be kept: NUL and half a letter", () => {
    const crafted = new Map([["name", "A\0na \ud83d😀\ude00"]]) as unknown as FormData;
    expect(text(crafted, "name")).toBe("Ana 😀");
  });

  it("comes back with what was typed, but never with a password", async () => {
    const { values } = await fails(new AppError("conflict"));
    expect(values).toEqual({ email: ["ana@example.com"], scopes: ["send", "read"] });
  });

  it("says what is wrong at each field, in the reader's language", async () => {
    const fault = new FieldError({ email: "not-an-email", name: "required" });
    expect(await fails(fault, "es")).toMatchObject({
      faults: { email: "No es una dirección de correo.", name: "Rellene este campo." },
      fault: "Revise los campos marcados. No se ha cambiado nada.",
    });
  });

  it("says what is wrong with the whole: by its own text, else by its outcome's", async () => {
    expect((await fails(new TooManyAttempts(7))).fault).toBe("Too many attempts. Try again in 7 seconds.");
    expect((await fails(new AppError("forbidden"))).fault).toBe("Your role does not allow this.");
    expect((await fails(new AppError("conflict", "", "no-such-text"))).fault).toMatch(/^Somebody else changed this/);
  });

  it("leaves to others what nobody foresaw", async () => {
    const bug = new Error("bug");
    await expect(fails(bug)).rejects.toBe(bug);
  });

  it("is empty again when it went well, unless it is to be kept", async () => {
    const done = (keep: boolean) => answerForm(textsOf("en"), form, async () => ({ done: "Saved", keep }));
    expect(await done(false)).toMatchObject({ done: "Saved", values: {}, fault: null });
    expect((await done(true)).values).toMatchObject({ email: ["ana@example.com"] });
  });
});

it("reads a field without what the database cannot keep", () => {
  const odd = new FormData();
  odd.append("name", "A\0na");
  odd.append("file", new File(["x"], "x.txt"));
  expect([text(odd, "name"), text(odd, "file"), text(odd, "absent")]).toEqual(["Ana", "", ""]);
});
