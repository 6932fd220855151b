import { expect, test } from "vitest";
import { wordsOf } from "./blocks";
import { anchorOf, readArticle } from "./markdown";

const source = `# Who clicked?

One sentence that
wraps.

## People & robots

See **people** and \`/r/CODE\`, or [the list](/monitoring/clicks).

- first
- second *thing*

| Word | Means |
| --- | --- |
| Sent | on its way |

> Mind this.

\`\`\`sh
curl /api
\`\`\`

![The list](/help/{locale}/list.png)

{{statuses}}
`;
const inserted = { kind: "code", text: "inserted" } as const;

test("an article is its title, its summary and plain blocks", () => {
  const article = readArticle("clicks", source, { statuses: inserted });
  expect(article).toMatchObject({ slug: "clicks", title: "Who clicked?", summary: "One sentence that wraps." });
  expect(article.blocks.map(({ kind }) => kind)).toEqual([
    ...["heading", "paragraph", "list", "table", "note", "code", "image", "code"],
  ]);
  expect(article.blocks[0]).toEqual({ kind: "heading", level: 2, text: "People & robots", id: "people-robots" });
  expect(article.blocks[1]).toEqual({
    kind: "paragraph",
    inlines: [
      { kind: "text", text: "See " },
      { kind: "strong", text: "people" },
      { kind: "text", text: " and " },
      { kind: "code", text: "/r/CODE" },
      { kind: "text", text: ", or " },
      { kind: "link", text: "the list", href: "/monitoring/clicks" },
      { kind: "text", text: "." },
    ],
  });
  expect(article.blocks.at(-1)).toBe(inserted);
});

test("every word of it can be searched", () => {
  const words = wordsOf(readArticle("clicks", source, { statuses: inserted }));
  for (const each of ["Who clicked?", "wraps", "people", "second thing", "on its way", "Mind this", "curl", "The list"])
    expect(words).toContain(each);
});

test("what is not understood is told, not dropped", () => {
  expect(() => readArticle("x", "# T\n\nS\n\n<b>html</b>\n", {})).toThrow("x: html is not understood");
  expect(() => readArticle("x", "# T\n\nS\n\n{{nothing}}\n", {})).toThrow("there is no {{nothing}}");
  expect(() => readArticle("x", "No title\n", {})).toThrow("begins with a title");
});

test("an anchor is made of letters and digits", () => {
  expect(anchorOf("¿Qué significa «Expirado»?")).toBe("que-significa-expirado");
});
