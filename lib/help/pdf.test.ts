import { describe, expect, test } from "vitest";
import { bookmarksOf, hasPoppler, infoOf, linksOf, pagesOf, structureOf, textOf } from "@/e2e/read-pdf";
import { collect } from "@/e2e/spreadsheet";
import { publicUrl } from "@/lib/public-url";
import { LOCALES } from "@/lib/texts";
import { listArticles } from "./articles";
import { type Article, wordsOf } from "./blocks";
import { articlePdf } from "./pdf";

const now = new Date("2026-11-22T08:00:00Z");
const written = async (article: Article, locale: string) =>
  collect((await articlePdf(article, { locale, formats: locale, zone: "Europe/Madrid" }, now)).chunks);

describe.runIf(hasPoppler)("an article on paper", () => {
  test.each(LOCALES)("has every word of every article, in %s", async (locale) => {
    for (const article of await listArticles(locale)) {
      // Poppler takes a hyphen at the end of a line for one of a cut word.
      const bare = (words: string) => words.replace(/[\s-]+/g, "");
      const text = bare(textOf(await written(article, locale)));
      for (const line of wordsOf(article).split("\n"))
        for (const word of line.split(/\s+/))
          expect([article.slug, word, text.includes(bare(word))]).toEqual([article.slug, word, true]);
    }
  });

  test("says what is what: headings, lists, tables, code, pictures with their words, notes and links", async () => {
    const words = [{ kind: "text", text: "a word " }] as const;
    const article: Article = {
      ...{ slug: "all", title: "Everything", summary: "All there is." },
      blocks: [
        { kind: "heading", level: 2, text: "First", id: "first" },
        { kind: "paragraph", inlines: [...words, { kind: "link", text: "the list", href: "/monitoring/messages" }] },
        { kind: "list", ordered: true, items: [words, words] },
        { kind: "heading", level: 3, text: "Second", id: "second" },
        { kind: "note", inlines: [{ kind: "link", text: "outside", href: "https://example.com/x" }] },
        { kind: "code", text: "curl \\\n  -H x" },
        { kind: "image", src: "/help/en/monitoring.png", alt: "The list" },
        { kind: "table", head: [words, words], rows: [[words, words]] },
      ],
    };
    const file = await written(article, "en");
    const structure = structureOf(file);
    for (const type of [
      "H1",
      "H2",
      "H3",
      "P",
      "L",
      "LI",
      "Lbl",
      "LBody",
      "Code",
      "Figure",
      "Table",
      "TH",
      "TD",
      "Link",
    ])
      expect([type, new RegExp(`^ *${type}\\b`, "m").test(structure)]).toEqual([type, true]);
    expect(file.toString("latin1")).toContain("/Alt (The list)");
    expect(linksOf(file)).toEqual([publicUrl("/monitoring/messages"), "https://example.com/x"]);
    expect(bookmarksOf(file).sort()).toEqual(["Everything", "First", "Second"]);
    expect(textOf(file, true)).toMatch(/curl \\\n +-H x/);
    expect(infoOf(file)).toMatchObject({ Title: "Everything", Tagged: "yes" });
    for (const [index, page] of pagesOf(file).entries())
      expect(page).toContain(`Page ${index + 1} of ${pagesOf(file).length}`);
  });

  test("what is longer than a page goes on, and nothing is lost", async () => {
    const numbers = Array.from({ length: 900 }, (_, at) => `n${at}`);
    const inlines = [{ kind: "text", text: numbers.join(" ") }] as const;
    const article: Article = {
      ...{ slug: "long", title: "Long", summary: "Very." },
      blocks: [
        { kind: "paragraph", inlines: [{ kind: "text", text: numbers.join(" ").repeat(3) }] },
        { kind: "list", ordered: false, items: [inlines] },
        { kind: "code", text: numbers.join("\n") },
      ],
    };
    const text = textOf(await written(article, "en"));
    for (const number of numbers)
      expect([number, text.match(new RegExp(`\\b${number}\\b`, "g"))!.length >= 3]).toEqual([number, true]);
  });
});
