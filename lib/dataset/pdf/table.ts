import { FAINT, INK, RULE, SOFT } from "./colors";
import type { Area, PdfDocument } from "./document";
import { type Line, linesOf, type Span, widthOf } from "./lines";

/** A path on a grid of 16. */
export type Icon = { path: string; color: string };

/** What stands in a cell; the icon before its words. */
export type Cell = { spans: readonly Span[]; icon?: Icon };

export type TableColumn = {
  heading: string;
  icon?: Icon;
  align: "start" | "end";
  /** Its cells name their rows. */
  names?: boolean;
  /** Its part of the width: the columns share what there is in proportion. */
  weight: number;
  /** Lines a cell may have; then it ends with "…". */
  most: number;
};

/** In sizes of the letters, so that what fits also fits when all of it is smaller: beside and between cells; of an icon. */
const PAD = 0.45;
const INDENT = 1.35;

/** Of a heading's letters, in sizes of the cells'. */
const HEAD = 0.94;

/** How wide a column must be that no word of its heading is broken where it may not be. */
export function headingWidth({ heading, icon }: Pick<TableColumn, "heading" | "icon">, size: number): number {
  const widest = Math.max(...heading.split(/\s+|(?<=-)/).map((word) => widthOf(word, size * HEAD, "strong")));
  // A hair more, because what fits exactly is a matter of rounding.
  return widest * 1.01 + (icon ? size * HEAD * INDENT : 0) + 2 * PAD * size;
}

/** How high so many rows of one line are, with their headings. */
export const tableHeight = (rows: number, size: number): number => rows * size * (1.34 + PAD) + size * (2.6 + 2 * PAD);

/**
 * A table that goes on over pages, its headings on each; a row is never cut in two. Drawn row by row, so that the rows
 * need not be known before.
 */
export class PdfTable {
  readonly #widths: readonly number[];
  readonly #heads: readonly (readonly Line[])[];
  readonly #known = new Map<string, readonly Line[]>();
  #headed = 0;

  constructor(
    readonly pdf: PdfDocument,
    readonly columns: readonly TableColumn[],
    readonly size: number,
    /** Where it stands; the whole width unless it is said. */
    readonly place: { x: number; width: number } = { x: pdf.left, width: pdf.width },
  ) {
    const all = columns.reduce((sum, { weight }) => sum + weight, 0);
    this.#widths = columns.map(({ weight }) => (place.width * weight) / all);
    this.#heads = columns.map(({ heading, icon }, index) => {
      const room = this.#widths[index]! - 2 * this.#pad - (icon ? this.#headSize * INDENT : 0);
      return linesOf([{ text: heading, look: "strong", color: SOFT }], this.#headSize, room, 3);
    });
    pdf.open("Table");
    // Headings alone at the end of a page are of no use.
    pdf.room(this.#headHeight + 3 * this.#leading);
    this.#head();
  }

  row(cells: readonly Cell[], look: { strong?: boolean } = {}): void {
    const { pdf, columns } = this;
    const laid = cells.map((cell, index) => this.#lay(cell, index, look.strong));
    const height = Math.max(1, ...laid.map(({ length }) => length)) * this.#leading + this.#pad;
    if (pdf.room(height)) this.#head();
    pdf.within("TR", () => {
      let x = this.place.x;
      for (const [index, cell] of cells.entries()) {
        const width = this.#widths[index]!;
        this.#cell(columns[index]!, cell, laid[index]!, x, width);
        x += width;
      }
    });
    pdf.y += height;
    pdf.decorate(() =>
      pdf.ink.line(this.place.x, pdf.y, this.place.x + this.place.width, pdf.y, look.strong ? RULE : FAINT),
    );
  }

  end(): void {
    this.pdf.close();
  }

  get #pad(): number {
    return this.size * PAD;
  }
  get #leading(): number {
    return this.size * 1.34;
  }
  get #headSize(): number {
    return this.size * HEAD;
  }
  get #headHeight(): number {
    return Math.max(...this.#heads.map(({ length }) => length)) * this.#headSize * 1.34 + 2 * this.#pad;
  }

  /** A page's first headings are read, those that repeat them are not. */
  #head(): void {
    const { pdf } = this;
    const draw = (place: (lines: readonly Line[], x: number, width: number, index: number) => void) => {
      let x = this.place.x;
      for (const [index, lines] of this.#heads.entries()) {
        place(lines, x, this.#widths[index]!, index);
        x += this.#widths[index]!;
      }
    };
    const cell = (lines: readonly Line[], x: number, width: number, index: number) => {
      const { align, icon } = this.columns[index]!;
      const widest = Math.max(...lines.map((line) => line.width));
      const indent = icon ? this.#headSize * INDENT : 0;
      if (icon)
        this.#icon(icon, align === "end" ? x + width - this.#pad - widest - indent : x + this.#pad, this.#headSize);
      this.#text(lines, x + indent, width - indent, align, this.#headSize, INK);
    };
    if (this.#headed++ === 0)
      pdf.within("TR", () =>
        draw((lines, x, width, index) => pdf.mark("TH", () => cell(lines, x, width, index), { scope: "Column" })),
      );
    else pdf.decorate(() => draw(cell));
    pdf.y += this.#headHeight;
    pdf.decorate(() => pdf.ink.line(this.place.x, pdf.y - 1, this.place.x + this.place.width, pdf.y - 1, SOFT, 0.7));
  }

  #lay({ spans, icon }: Cell, index: number, strong = false): readonly Line[] {
    const { most } = this.columns[index]!;
    const width = this.#widths[index]! - 2 * this.#pad - (icon ? this.size * INDENT : 0);
    const [only, ...more] = spans;
    const looked = strong ? spans.map((span) => ({ ...span, look: "strong" as const })) : spans;
    // Words that come again and again are laid out once, wherever they lead.
    const key =
      only && more.length === 0
        ? `${index} ${strong} ${icon !== undefined} ${only.look ?? ""} ${only.color ?? ""} ${only.text}`
        : null;
    const known = key === null ? undefined : this.#known.get(key);
    if (known) return known;
    const lines = linesOf(looked, this.size, width, most);
    if (key !== null) {
      if (this.#known.size >= 2_000) this.#known.clear();
      this.#known.set(key, lines);
    }
    return lines;
  }

  #cell({ align, names }: TableColumn, { spans, icon }: Cell, lines: readonly Line[], x: number, width: number): void {
    const { pdf } = this;
    const linked = spans.find(({ href }) => href);
    const draw = () => {
      const indent = icon ? this.size * INDENT : 0;
      if (icon) this.#icon(icon, x + this.#pad, this.size);
      this.#text(lines, x + indent, width - indent, align, this.size, INK);
    };
    if (!linked?.href) {
      pdf.mark(names ? "TH" : "TD", draw, names ? { scope: "Row" } : {});
      return;
    }
    const area: Area = [x, pdf.y, width, lines.length * this.#leading + this.#pad];
    const link = { href: linked.href, area, says: linked.text };
    pdf.within("TD", () => pdf.mark("Link", draw, { link }));
  }

  #icon({ path, color }: Icon, x: number, size: number): void {
    this.pdf.ink.icon(path, x, this.pdf.y + this.#pad / 2 + size * 0.18, size * 1.1, color);
  }

  #text(
    lines: readonly Line[],
    x: number,
    width: number,
    align: TableColumn["align"],
    size: number,
    color: string,
  ): void {
    for (const [index, line] of lines.entries()) {
      const end = align === "end" || line.rightToLeft;
      const at = end ? x + width - this.#pad - line.width : x + this.#pad;
      this.pdf.ink.text(line, at, this.pdf.y + this.#pad / 2 + size * 1.08 + index * size * 1.34, size, color);
    }
  }
}
