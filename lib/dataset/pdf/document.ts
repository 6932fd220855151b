import PDFDocument from "pdfkit";
import { RULE, SOFT } from "./colors";
import { Gathered } from "./gathered";
import { Ink } from "./ink";
import { type Line, linesOf } from "./lines";
import { type Paper, SIZES } from "./paper";

export type Sheet = {
  title: string;
  /** Of its words, as a BCP 47 tag. */
  language: string;
  author: string;
  /** The time it was made. */
  now: Date;
  paper: Paper;
  landscape?: boolean;
  /** On every page, above and below, left and right: kept out of what a screen reader reads. */
  head: readonly [left: string, right: string];
  foot: string;
  /** The number of a page; with `of` all pages are kept until the last one is there, so only for short documents. */
  numbered: { running: (page: number) => string } | { of: (page: number, pages: number) => string };
};

/** pdfkit's element of the structure tree, which its types do not show whole. */
type Element = PDFKit.PDFStructureElement;
type ElementOptions = { title?: string; lang?: string; alt?: string; scope?: "Column" | "Row"; bbox?: Area };

const MARGIN = 42;
const RUNNING = 7.5;

/**
 * A PDF that is written while it is made: pages with running heads and feet, a tree of what is what for those who
 * listen, bookmarks, links. Lengths are points from the upper left corner. Whoever draws asks for room first.
 */
export class PdfDocument {
  readonly ink: Ink;
  readonly left = MARGIN;
  readonly right: number;
  readonly top = MARGIN + 16;
  readonly bottom: number;
  /** Where the next thing begins. */
  y = 0;
  pages = 0;

  readonly #pdf: typeof PDFDocument.prototype;
  readonly #bytes: Gathered;
  readonly #open: Element[] = [];
  readonly #height: number;

  constructor(readonly sheet: Sheet) {
    const [short, long] = SIZES[sheet.paper];
    const size = sheet.landscape ? [long, short] : [short, long];
    this.#height = size[1]!;
    this.right = size[0]! - MARGIN;
    this.bottom = this.#height - 50;
    this.#pdf = new PDFDocument({
      size: size as [number, number],
      margin: 0,
      // pdfkit's types want a name; without one it loads Helvetica, which nothing here uses.
      font: null as unknown as string,
      autoFirstPage: false,
      bufferPages: "of" in sheet.numbered,
      pdfVersion: "1.7",
      subset: "PDF/UA" as never,
      tagged: true,
      displayTitle: true,
      lang: sheet.language,
      info: { Title: sheet.title, Author: sheet.author, Creator: "Acuse", Producer: "Acuse", CreationDate: sheet.now },
    });
    this.#bytes = new Gathered(this.#pdf);
    this.ink = new Ink(this.#pdf);
    const root = this.#pdf.struct("Document");
    this.#pdf.addStructure(root);
    this.#open.push(root);
    this.addPage();
  }

  get width(): number {
    return this.right - this.left;
  }

  /** Begins a new page when less than this is left. @returns whether it did. */
  room(height: number): boolean {
    if (this.y + height <= this.bottom) return false;
    this.addPage();
    return true;
  }

  addPage(): void {
    this.#settle();
    this.#pdf.addPage();
    this.pages++;
    this.y = this.top;
    this.#running();
  }

  /** What was made since the last time. */
  take(): Buffer {
    return this.#bytes.take();
  }

  /** The rest, after which nothing may be drawn. */
  end(): Buffer {
    const { numbered } = this.sheet;
    if ("of" in numbered) {
      for (let page = 0; page < this.pages; page++) {
        this.#pdf.switchToPage(page);
        this.#number(numbered.of(page + 1, this.pages));
      }
    }
    this.#settle();
    this.#open[0]!.end();
    this.#pdf.end();
    return this.take();
  }

  /** An element with others inside it: what `make` marks belongs to it. */
  within(type: string, make: () => void, options: ElementOptions = {}): void {
    this.open(type, options);
    make();
    this.close();
  }

  open(type: string, options: ElementOptions = {}): void {
    const element = this.#pdf.struct(type as never, options);
    this.#open.at(-1)!.add(element);
    this.#open.push(element);
  }

  close(): void {
    this.#open.pop()!.end();
  }

  /** An element whose content is what `draw` draws, on this page. */
  mark(type: string, draw: () => void, options: ElementOptions & { link?: Link } = {}): void {
    const { link, ...rest } = options;
    const element = this.#pdf.struct(type as never, rest);
    this.#open.at(-1)!.add(element);
    element.add(this.#pdf.markStructureContent(type as never));
    draw();
    this.#pdf.endMarkedContent();
    if (link) {
      // pdfkit's own `link` makes an object more of each, and a year by day has thousands.
      const action = { S: "URI", URI: new String(link.href) };
      const told = { Subtype: "Link", A: action, Contents: new String(link.says), structParent: element };
      this.#pdf.annotate(...link.area, told as never);
    }
    element.end();
  }

  /** What is no part of what is read: rules, running heads, backgrounds. */
  decorate(draw: () => void): void {
    this.#pdf.markContent("Artifact", { type: "Layout" });
    draw();
    this.#pdf.endMarkedContent();
  }

  /** A bookmark to here; those of level 2 stand in the last one of level 1. */
  bookmark(title: string, level: 1 | 2 = 1): void {
    const { outline, page } = this.#pdf as unknown as { outline: Outline; page: { width: number } };
    const parent = level === 2 ? (outline.children.at(-1) ?? outline) : outline;
    parent.addItem(title, { top: Math.max(this.y - 12, 0), left: page.width, expanded: true });
  }

  /** Lines one below the other from `y` on, with their links, as one element. @returns the height they took. */
  lines(
    type: string,
    lines: readonly Line[],
    at: { x: number; width: number; size: number; leading?: number; color?: string },
  ): number {
    const leading = at.leading ?? at.size * 1.42;
    const start = (line: Line) => (line.rightToLeft ? at.x + at.width - line.width : at.x);
    const baseline = (index: number) => this.y + index * leading + at.size * 1.07;
    const linked = lines.some((line) => line.pieces.some(({ span }) => span.href));
    if (!linked)
      this.mark(type, () => {
        for (const [index, line] of lines.entries())
          this.ink.text(line, start(line), baseline(index), at.size, at.color);
      });
    else
      this.within(type, () => {
        for (const [index, line] of lines.entries()) {
          let x = start(line);
          for (const part of partsOf(line)) {
            const area: Area = [x, this.y + index * leading, (part.width * at.size) / 1000, leading];
            const draw = () =>
              this.ink.text({ ...line, pieces: part.pieces }, area[0], baseline(index), at.size, at.color);
            const { href } = part;
            if (href) this.mark("Link", draw, { link: { href, area, says: part.text } });
            else this.mark("Span", draw);
            x += area[2];
          }
        }
      });
    return lines.length * leading;
  }

  image(bytes: Buffer, x: number, y: number, width: number): void {
    this.#pdf.image(bytes as never, x, y, { width });
  }

  /** Of a picture of this many bytes, in its own points. */
  sizeOf(bytes: Buffer): { width: number; height: number } {
    const { width, height } = (
      this.#pdf as unknown as { openImage(bytes: Buffer): { width: number; height: number } }
    ).openImage(bytes);
    return { width, height };
  }

  /** Heads and foot of the page that was just begun. */
  #running(): void {
    const { head, foot, numbered } = this.sheet;
    this.decorate(() => {
      const put = (text: string, y: number, side: "left" | "right") => {
        const [line] = linesOf([{ text }], RUNNING, this.width * (side === "left" ? 0.62 : 0.36), 1);
        if (line) this.ink.text(line, side === "left" ? this.left : this.right - line.width, y, RUNNING, SOFT);
      };
      put(head[0], MARGIN - 8, "left");
      put(head[1], MARGIN - 8, "right");
      this.ink.line(this.left, MARGIN - 2, this.right, MARGIN - 2, RULE);
      put(foot, this.#height - 30, "left");
    });
    if ("running" in numbered) this.#number(numbered.running(this.pages));
  }

  #number(text: string): void {
    const [line] = linesOf([{ text }], RUNNING, this.width / 3, 1);
    if (line) this.decorate(() => this.ink.text(line, this.right - line.width, this.#height - 30, RUNNING, SOFT));
  }

  /** The page's part of the structure tree is written with the page, or a long list would keep all of it. */
  #settle(): void {
    const { page, getStructParentTree } = this.#pdf as unknown as Marked;
    if (!page || page.dictionary.data.StructParents === undefined || "of" in this.sheet.numbered) return;
    const key = page.dictionary.data.StructParents;
    const tree = getStructParentTree.call(this.#pdf);
    const elements = this.#pdf.ref(tree.get(key) as never);
    elements.end();
    // Only where it stands is still asked for; what it holds is every cell of the page.
    (elements as { data: unknown }).data = null;
    tree.add(key, elements);
  }
}

/** x, y, width, height. */
export type Area = [number, number, number, number];

/** Where a click leads, and what it says there to who cannot see it. */
export type Link = { href: string; area: Area; says: string };

type Outline = { children: Outline[]; addItem(title: string, options: Record<string, unknown>): Outline };
type Marked = {
  page: { dictionary: { data: { StructParents?: number } } } | null;
  getStructParentTree(): { get(key: number): unknown; add(key: number, value: unknown): void };
};

type Part = { href?: string; text: string; pieces: Line["pieces"][number][]; width: number };

/** What stands side by side with the same link. */
function partsOf(line: Line): Part[] {
  const parts: Part[] = [];
  for (const piece of line.pieces) {
    const { href, text } = piece.span;
    const last = parts.at(-1);
    const part = last && last.href === href ? last : { href, text, pieces: [], width: 0 };
    if (part !== last) parts.push(part);
    part.pieces.push(piece);
    part.width += piece.shaped.width;
  }
  return parts;
}
