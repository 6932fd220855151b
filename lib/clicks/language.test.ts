import fc from "fast-check";
import { expect, test } from "vitest";
import { readLanguage } from "./language";

test.each([
  ["es-ES,es;q=0.9,en;q=0.8", "es-ES"],
  ["en;q=0.5, ca-es;q=0.9", "ca-ES"],
  ["*", null],
  ["*;q=0.5, pt-br;q=0.1", "pt-BR"],
  ["zh-hant-TW", "zh-Hant-TW"],
  ["es;q=0, fr;q=0.1", "fr"],
  ["es;q=nonsense,fr;q=0.1", "fr"],
  ["", null],
  [undefined, null],
  ["<script>", null],
])("%s asks for %s", (header, language) => {
  expect(readLanguage(header)).toBe(language);
});

test("whatever is sent, a language is a short tag or none", () => {
  const part = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("es", "-ES", ",", ";q=", "0.3", "i-klingon", "x-y"),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      expect(readLanguage(parts.join("")) ?? "es").toMatch(/^[A-Za-z\d-]{2,35}$/);
    }),
    { numRuns: 300 },
  );
});
