import { marked, type Token, type Tokens } from "marked";
import type { Article, Block, Inline } from "./blocks";

/** Pieces that an article takes from the program itself, by name: `{{statuses}}` alone on a line. */
export type Inserts = Readonly<Record<string, Block>>;

/**
 * Reads an article written in Markdown: its first heading is the title, the first paragraph the summary. Only what
 * `Block` has may stand in it.
 * @throws Error naming what is not understood; a test reads every article.
 */
export function readArticle(slug: string, source: string, inserts: Inserts): Article {
  const [title, summary, ...rest] = marked.lexer(source).filter(({ type }) => type !== "space");
  if (title?.type !== "heading" || summary?.type !== "paragraph")
    throw new Error(`${slug}: begins with a title and a paragraph`);
  return {
    slug,
    title: unescaped((title as Tokens.Heading).text),
    summary: unescaped((summary as Tokens.Paragraph).text),
    blocks: rest.map((token) => blockOf(slug, token, inserts)),
  };
}

function blockOf(slug: string, token: Token, inserts: Inserts): Block {
  switch (token.type) {
    case "heading": {
      const { depth, text } = token as Tokens.Heading;
      return { kind: "heading", level: depth === 2 ? 2 : 3, text: unescaped(text), id: anchorOf(text) };
    }
    case "paragraph": {
      const { text, tokens } = token as Tokens.Paragraph;
      const insert = /^\{\{(\w+)\}\}$/.exec(text)?.[1];
      if (insert !== undefined) {
        const block = inserts[insert];
        if (!block) throw new Error(`${slug}: there is no {{${insert}}}`);
        return block;
      }
      const [only, ...more] = tokens;
      if (only?.type === "image" && more.length === 0)
        return { kind: "image", src: (only as Tokens.Image).href, alt: (only as Tokens.Image).text };
      return { kind: "paragraph", inlines: inlinesOf(slug, tokens) };
    }
    case "list": {
      const { ordered, items } = token as Tokens.List;
      return { kind: "list", ordered, items: items.map((item) => inlinesOf(slug, textsIn(item.tokens))) };
    }
    case "table": {
      const { header, rows } = token as Tokens.Table;
      const cells = (row: Tokens.TableCell[]) => row.map((cell) => inlinesOf(slug, cell.tokens));
      return { kind: "table", head: cells(header), rows: rows.map(cells) };
    }
    case "code":
      return { kind: "code", text: (token as Tokens.Code).text };
    case "blockquote":
      return { kind: "note", inlines: inlinesOf(slug, textsIn((token as Tokens.Blockquote).tokens)) };
    default:
      throw new Error(`${slug}: ${token.type} is not understood`);
  }
}

/** The words in a list item or a quotation, which Markdown wraps into blocks of their own. */
const textsIn = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token) =>
    (token.type === "text" || token.type === "paragraph") && "tokens" in token && token.tokens ? token.tokens : [token],
  );

function inlinesOf(slug: string, tokens: readonly Token[]): Inline[] {
  return tokens.map((token): Inline => {
    switch (token.type) {
      case "text":
      case "escape":
        return { kind: "text", text: unescaped((token as Tokens.Text).text) };
      case "strong":
      case "em":
        return { kind: token.type, text: unescaped((token as Tokens.Strong).text) };
      case "codespan":
        return { kind: "code", text: unescaped((token as Tokens.Codespan).text) };
      case "link":
        return { kind: "link", text: unescaped((token as Tokens.Link).text), href: (token as Tokens.Link).href };
      default:
        throw new Error(`${slug}: ${token.type} is not understood inside a text`);
    }
  });
}

/** Lines are wrapped in the source only. */
const unescaped = (text: string) => text.replace(/\s*\n\s*/g, " ");

export const anchorOf = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
