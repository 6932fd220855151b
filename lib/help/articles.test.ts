import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LOCALES } from "@/lib/texts";
import { getArticle, listArticles, SLUGS, searchArticles } from "./articles";
import type { Block, Inline } from "./blocks";
import { wordsOf } from "./blocks";

const inlinesIn = (block: Block): readonly Inline[] =>
  block.kind === "paragraph" || block.kind === "note" ? block.inlines : block.kind === "list" ? block.items.flat() : [];

describe.each(LOCALES)("the articles in %s", (locale) => {
  test("are all understood and all listed", async () => {
    const files = readdirSync(new URL(`articles/${locale}`, import.meta.url));
    expect(files.map((file) => file.replace(".md", "")).sort()).toEqual([...SLUGS].sort());
    expect((await listArticles(locale)).map(({ slug }) => slug)).toEqual([...SLUGS]);
  });

  test("link only to articles that are there", async () => {
    const links = (await listArticles(locale)).flatMap(({ blocks }) =>
      blocks.flatMap(inlinesIn).flatMap((inline) => (inline.kind === "link" ? [inline.href] : [])),
    );
    const within = links.filter((href) => href.startsWith("/help/")).map((href) => href.slice("/help/".length));
    expect(within.length).toBeGreaterThan(2);
    const there: readonly string[] = [...SLUGS, "reference"]; // the one page beside the articles
    expect(within.filter((slug) => !there.includes(slug))).toEqual([]);
  });
});

test("both languages say the same: as many blocks of the same kinds, the same pictures and code", async () => {
  const [english, spanish] = [await listArticles("en"), await listArticles("es")];
  for (const [place, article] of english.entries())
    expect([article.slug, spanish[place]!.blocks.map(({ kind }) => kind)]).toEqual([
      article.slug,
      article.blocks.map(({ kind }) => kind),
    ]);
});

test("an article that is not there is not found", async () => {
  await expect(getArticle("en", "../results")).rejects.toMatchObject({ outcome: "not-found" });
});

describe("the search", () => {
  const slugs = async (asked: string) => (await searchArticles("es", asked)).map(({ article }) => article.slug);

  test("finds every word, whatever its case and accents", async () => {
    expect(await slugs("CODIFICACION")).toContain("statuses");
    expect(await slugs("caducado validez")).toContain("statuses");
    expect(await slugs("caducado xyzzy")).toEqual([]);
    expect(await slugs("  ")).toEqual([]);
  });

  test("puts what is in the title first and shows where it stands", async () => {
    const [first] = await searchArticles("es", "pasarela");
    expect(first!.article.slug).toBe("gateways");
    const [found] = await searchArticles("en", "3.46e+10");
    expect(found!.excerpt).toContain("never 3.46E+10");
  });

  test("shows whole words", async () => {
    const found = await searchArticles("en", "kannel");
    for (const { article, excerpt } of found) {
      const words = new Set(wordsOf(article).split(/\s+/));
      for (const word of excerpt.split(" ").filter((each) => each !== "…")) expect(words).toContain(word);
    }
  });
});
