import { describe, expect, test } from "vitest";
import { localeFrom, ROOMS, textsOf } from ".";

type Tree = { [key: string]: string | Tree };

const leaves = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  );

/** `{name}`, `{count, plural, …}`: the names only; what a plural says in `one {…}` is words. */
const placeholders = (text: string) =>
  [
    ...new Set(Array.from(text.matchAll(/(?<!\b(?:one|many|other|=\d)\s)\{\s*(\w+)\s*[,}]/g), ([, name]) => name)),
  ].sort();

const rooms = Object.keys(ROOMS.en) as (keyof typeof ROOMS.en)[];

describe.each(rooms)("the texts of %s", (room) => {
  const english = new Map(leaves(ROOMS.en[room] as Tree));
  const spanish = new Map(leaves(ROOMS.es[room] as Tree));

  test("are the same ones in both languages", () => {
    expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("take the same placeholders in both languages", () => {
    for (const [key, text] of english)
      expect([key, placeholders(spanish.get(key) ?? "")]).toEqual([key, placeholders(text)]);
  });

  test("say something", () => {
    for (const [key, text] of [...english, ...spanish]) expect([key, text.trim() === ""]).toEqual([key, false]);
  });
});

test("a section lives in one room only, so that its key needs no room", () => {
  const sections = rooms.flatMap((room) => Object.keys(ROOMS.en[room]));
  expect(sections).toEqual([...new Set(sections)]);
});

test("a text is told in the language asked for, and in English for one we do not speak", () => {
  expect(textsOf("es")("status.non-deliverable")).toBe("No entregable");
  expect(textsOf("fr")("status.non-deliverable")).toBe("Non-deliverable");
});

test.each([
  ["es-MX,es;q=0.9,en;q=0.8", "es"],
  ["fr-FR,en;q=0.8", "en"],
  ["eu,ES-es;q=0.5", "es"],
  ["de", "en"],
  [null, "en"],
])("the browser's languages %s give %s", (header, locale) => {
  expect(localeFrom(header)).toBe(locale);
});
