/**
 * What a help article is made of: plain data that the page, the PDF and the search are all made from.
 */

export type Inline =
  | { kind: "text" | "strong" | "em" | "code"; text: string }
  | { kind: "link"; text: string; href: string };

export type Block =
  | { kind: "heading"; level: 2 | 3; text: string; id: string }
  | { kind: "paragraph"; inlines: readonly Inline[] }
  | { kind: "list"; ordered: boolean; items: readonly (readonly Inline[])[] }
  | { kind: "table"; head: readonly (readonly Inline[])[]; rows: readonly (readonly (readonly Inline[])[])[] }
  | { kind: "code"; text: string }
  /** `src` is a path under public/. */
  | { kind: "image"; src: string; alt: string }
  /** What must not be missed. */
  | { kind: "note"; inlines: readonly Inline[] };

export type Article = {
  slug: string;
  title: string;
  /** One sentence: what the reader can do afterwards. */
  summary: string;
  blocks: readonly Block[];
};

/** The words of inlines, for the search and for headings of a PDF. */
export const plain = (inlines: readonly Inline[]): string => inlines.map(({ text }) => text).join("");

/** Every word of an article, once, for the search. */
export const wordsOf = ({ title, summary, blocks }: Article): string =>
  [title, summary, ...blocks.flatMap(wordsIn)].join("\n");

function wordsIn(block: Block): string[] {
  switch (block.kind) {
    case "heading":
    case "code":
      return [block.text];
    case "paragraph":
    case "note":
      return [plain(block.inlines)];
    case "list":
      return block.items.map(plain);
    case "table":
      return [block.head, ...block.rows].map((row) => row.map(plain).join(" "));
    case "image":
      return [block.alt];
  }
}
