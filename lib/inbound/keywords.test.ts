import fc from "fast-check";
import { expect, test } from "vitest";
import { asWord, IN_WORDS, OUT_WORDS, understand } from "./keywords";

test.each([
  ["STOP", "out", "STOP", "whole"],
  ["  stop. ", "out", "STOP", "whole"],
  ["«Baja»", "out", "BAJA", "whole"],
  ["¡BAJA!", "out", "BAJA", "whole"],
  ["bájá", "out", "BAJA", "whole"],
  ["ＳＴＯＰ", "out", "STOP", "whole"],
  ["opt-out", "out", "OPTOUT", "whole"],
  ["Arrêt", "out", "ARRET", "whole"],
  ["BAJA por favor", "out", "BAJA", "first"],
  ["Stop,please", "out", "STOP", "first"],
  ["'alta'", "in", "ALTA", "whole"],
  ["start", "in", "START", "whole"],
  ["UNSTOP gracias", "in", "UNSTOP", "first"],
])("%s is understood", (text, action, keyword, match) => {
  expect(understand(text)).toEqual({ action, keyword, match });
});

test.each([
  ...["", "   ", "…", "YES", "Sí", "no", "bajada", "STOPS", "please stop", "no quiero que pare", "dar de baja"],
  ...["stop sending me this please", "BAJA de mi lista ya", "1 stop", "alta velocidad en tu ciudad", "\0"],
])("%s is an ordinary text", (text) => {
  expect(understand(text)).toBeNull();
});

const word = fc.constantFrom(...OUT_WORDS, ...IN_WORDS);
const noise = fc.constantFrom("", " ", "  ", "\n", "\t", ".", "!", "¡", "«", "»", '"', "…", "¿?", "  . ", "😀");
const spelled = fc
  .tuple(word, fc.infiniteStream(fc.boolean()))
  .map(([text, upper]) => [...text].map((letter) => (upper.next().value ? letter : letter.toLowerCase())).join(""));

test("marks around a word and the case of its letters make no difference", () => {
  fc.assert(
    fc.property(noise, spelled, noise, (before, text, after) => {
      expect(understand(before + text + after)).toEqual({
        action: (OUT_WORDS as readonly string[]).includes(text.toUpperCase()) ? "out" : "in",
        ...{ keyword: text.toUpperCase(), match: "whole" },
      });
    }),
  );
});

test("a word decides at the beginning of three words at most, and nowhere else", () => {
  const others = fc.array(fc.constantFrom("por", "favor", "ya", "2026"), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(word, others, fc.nat(6), (decisive, rest, place) => {
      const words = [...rest.slice(0, place), decisive, ...rest.slice(place)];
      const expected = words[0] === decisive && words.length <= 3;
      expect(understand(words.join(" ")) !== null).toBe(expected);
    }),
  );
});

test("no word leads both out and in", () => {
  expect(OUT_WORDS.filter((each) => (IN_WORDS as readonly string[]).includes(each))).toEqual([]);
});

test("an account's own words decide in place of the usual ones", () => {
  const own = { out: ["FUERA"], in: [] };
  expect(understand("¡Fuera!", own)).toEqual({ action: "out", keyword: "FUERA", match: "whole" });
  expect(understand("BAJA", own)).toBeNull();
  expect(understand("ALTA", own)).toBeNull();
});

test("a word is one word, written as it is compared", () => {
  expect(["arrêt", "opt-out", "¡no!", "dos palabras", "…", ""].map(asWord)).toEqual([
    ...["ARRET", "OPTOUT", "NO", null, null, null],
  ]);
});
