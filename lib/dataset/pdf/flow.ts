import { INK, PAPER, RULE, SOFT, WASH } from "./colors";
import type { PdfDocument } from "./document";
import { type Line, linesOf, type Span, widthOf } from "./lines";
import { type Cell, headingWidth, PdfTable, type TableColumn } from "./table";

/*
 * What texts are made of, one below the other on as many pages as it takes: headings, paragraphs, lists, notes, code,
 * pictures, tables. Each leaves its own distance below it.
 */

const BODY = 9.5;
const LEADING = 1.45;

const SIZES = { 1: 20, 2: 13.5, 3: 10.5 } as const;

/** @param mark a bookmark of this level leads here. @param keep room for what must not be parted from it, in points. */
export function heading(
  pdf: PdfDocument,
  level: 1 | 2 | 3,
  text: string,
  { mark, keep = 44 }: { mark?: 1 | 2; keep?: number } = {},
): void {
  const size = SIZES[level];
  const lines = linesOf([{ text, look: "strong" }], size, pdf.width);
  const height = lines.length * size * 1.25;
  const above = level === 1 ? 0 : size * 0.7;
  // At the top of a page there is nothing to keep a distance from.
  if (!pdf.room(above + height + keep) && pdf.y > pdf.top) pdf.y += above;
  if (mark) pdf.bookmark(text, mark);
  pdf.lines(`H${level}`, lines, { x: pdf.left, width: pdf.width, size, leading: size * 1.25 });
  pdf.y += height + size * 0.4;
}

export function paragraph(
  pdf: PdfDocument,
  spans: readonly Span[],
  { size = BODY, color = INK, after = 6 }: { size?: number; color?: string; after?: number } = {},
): void {
  put(pdf, "P", linesOf(spans, size, pdf.width), { x: pdf.left, width: pdf.width, size, color });
  pdf.y += after;
}

export function list(pdf: PdfDocument, items: readonly (readonly Span[])[], ordered: boolean): void {
  const indent = ordered ? 6 + widthOf(`${items.length}.`, BODY) : 13;
  pdf.within("L", () => {
    for (const [index, item] of items.entries()) {
      const lines = linesOf(item, BODY, pdf.width - indent);
      pdf.room(Math.min(lines.length, 3) * BODY * LEADING);
      pdf.within("LI", () => {
        const [label] = linesOf([{ text: ordered ? `${index + 1}.` : "•", color: SOFT }], BODY, indent);
        pdf.mark("Lbl", () => pdf.ink.text(label!, pdf.left, pdf.y + BODY * 1.07, BODY));
        put(pdf, "LBody", lines, { x: pdf.left + indent, width: pdf.width - indent, size: BODY });
      });
      pdf.y += 3;
    }
  });
  pdf.y += 4;
}

/** What must not be missed: with a bar beside it. */
export function note(pdf: PdfDocument, spans: readonly Span[]): void {
  const lines = linesOf(spans, BODY, pdf.width - 24);
  const height = lines.length * BODY * LEADING + 12;
  pdf.room(height);
  pdf.decorate(() => {
    pdf.ink.rectangle(pdf.left, pdf.y, pdf.width, height, WASH);
    pdf.ink.rectangle(pdf.left, pdf.y, 2.5, height, PAPER.accent);
  });
  pdf.y += 6;
  put(pdf, "P", lines, { x: pdf.left + 14, width: pdf.width - 24, size: BODY });
  pdf.y += 14;
}

export function code(pdf: PdfDocument, text: string): void {
  const size = 8;
  const lines = linesOf([{ text: text.replace(/\n$/, ""), look: "code" }], size, pdf.width - 20);
  const leading = size * 1.5;
  pdf.within("Code", () => {
    for (let from = 0; from < lines.length; ) {
      pdf.room(Math.min(lines.length - from, 4) * leading + 12);
      const fit = Math.max(1, Math.floor((pdf.bottom - pdf.y - 12) / leading));
      const some = lines.slice(from, from + fit);
      const height = some.length * leading + 12;
      pdf.decorate(() => pdf.ink.rectangle(pdf.left, pdf.y, pdf.width, height, WASH));
      pdf.y += 6;
      pdf.lines("Span", some, { x: pdf.left + 10, width: pdf.width - 20, size, leading });
      pdf.y += height - 6;
      from += some.length;
    }
  });
  pdf.y += 8;
}

/** A picture over the whole width, at most half a page high, with its words below it. */
export function picture(pdf: PdfDocument, bytes: Buffer, alt: string): void {
  const given = pdf.sizeOf(bytes);
  const most = (pdf.bottom - pdf.top) * 0.5;
  const scale = Math.min(pdf.width / given.width, most / given.height);
  const [width, height] = [given.width * scale, given.height * scale];
  const words = linesOf([{ text: alt, color: SOFT }], 8, pdf.width);
  pdf.room(height + words.length * 8 * LEADING + 8);
  pdf.mark("Figure", () => pdf.image(bytes, pdf.left, pdf.y, width), {
    alt,
    bbox: [pdf.left, pdf.y, pdf.left + width, pdf.y + height],
  });
  pdf.decorate(() => pdf.ink.frame(pdf.left, pdf.y, width, height, RULE));
  pdf.y += height + 4;
  // The picture is read with these words already.
  pdf.decorate(() => pdf.ink.stack(words, pdf.left, pdf.y, 8));
  pdf.y += words.length * 8 * LEADING + 8;
}

/** Columns as wide as what stands in them, if there is room; the first names the rows. */
export function table(
  pdf: PdfDocument,
  columns: readonly Omit<TableColumn, "weight">[],
  rows: readonly (readonly Cell[])[],
  { size = 8.5, total }: { size?: number; total?: readonly Cell[] } = {},
): void {
  const wide = (cell: Cell | undefined) =>
    cell === undefined ? 0 : cell.spans.reduce((sum, { text, look }) => sum + widthOf(text, size, look), 0);
  const heads = columns.map((column) => headingWidth(column, size));
  const natural = heads.map((head, index) => {
    const cells = Math.max(wide(total?.[index]), ...rows.slice(0, MEASURED).map((row) => wide(row[index])));
    return Math.max(cells + 10, head + 3);
  });
  const all = natural.reduce((sum, width) => sum + width, 0);
  // What is narrow keeps its width, what is wide is wrapped, but for the words of a heading: rather all is smaller.
  const bound = boundFor(natural, pdf.width);
  const least = natural.map((width, index) => Math.max(heads[index]!, Math.min(width, bound)));
  const shrunk = Math.max(0.75, Math.min(1, pdf.width / least.reduce((sum, width) => sum + width, 0)));
  const weights = least.map((width) => width + Math.max(0, pdf.width - all) / columns.length);
  const drawn = new PdfTable(
    pdf,
    columns.map((column, index) => ({ ...column, names: index === 0, weight: weights[index]! })),
    size * shrunk,
  );
  for (const row of rows) drawn.row(row);
  if (total) drawn.row(total, { strong: true });
  drawn.end();
  pdf.y += 10;
}

const MEASURED = 400;

/** The width at which the widest columns are cut so that all fit; every column keeps a fair part. */
function boundFor(natural: readonly number[], room: number): number {
  let left = room;
  const ascending = [...natural].sort((one, other) => one - other);
  for (const [index, width] of ascending.entries()) {
    const fair = left / (ascending.length - index);
    if (width > fair) return fair;
    left -= width;
  }
  return Number.POSITIVE_INFINITY;
}

/** Lines as one element, however many pages they take. */
function put(
  pdf: PdfDocument,
  type: string,
  lines: readonly Line[],
  at: { x: number; width: number; size: number; color?: string },
): void {
  const leading = at.size * LEADING;
  if (lines.length <= 4) pdf.room(lines.length * leading);
  if (pdf.y + lines.length * leading <= pdf.bottom) {
    pdf.y += pdf.lines(type, lines, { ...at, leading });
    return;
  }
  pdf.within(type, () => {
    for (let from = 0; from < lines.length; ) {
      pdf.room(leading);
      const some = lines.slice(from, from + Math.max(1, Math.floor((pdf.bottom - pdf.y) / leading)));
      pdf.y += pdf.lines("Span", some, { ...at, leading });
      from += some.length;
    }
  });
}
