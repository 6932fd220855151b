import type PDFDocument from "pdfkit";
import { INK, SOFT } from "./colors";
import type { Face } from "./faces";
import type { Line } from "./lines";
import type { Shaped } from "./shape";

/** What we need of a font that pdfkit embeds; pinned, and held by the tests of every script. */
type EmbeddedFont = {
  id: string;
  subset: { glyphs: number[] };
  widths: number[];
  unicode: (readonly number[])[];
  ref(): unknown;
  /** Our own: where a glyph that says something stands in the subset. */
  places: Map<string | number, number>;
};

type Resources = { fonts: Record<string, unknown> };

/**
 * Draws on the page of a pdfkit document in its coordinates (points from the upper left corner), with glyphs that are
 * already laid out: pdfkit's own `text` would lay them out again, without bidi, and five times slower.
 */
export class Ink {
  readonly #fonts = new Map<Face, EmbeddedFont>();
  /** The operands of a run's glyphs in this document's subsets. */
  readonly #written = new WeakMap<Shaped, string>();

  constructor(readonly pdf: typeof PDFDocument.prototype) {}

  /** @param y of the baseline. Words without a colour of their own take `color`. */
  text(line: Line, x: number, y: number, size: number, color = INK): void {
    if (line.pieces.length === 0) return;
    const operators = [`BT 1 0 0 -1 ${n(x)} ${n(y)} Tm`];
    let look = "";
    for (const { shaped, span } of line.pieces) {
      const font = this.#fontOf(shaped.face);
      const own = `/${font.id} ${n(size)} Tf ${rgb(span.color ?? color)} rg`;
      if (own !== look) operators.push(own);
      look = own;
      const glyphs = this.#glyphsOf(shaped, font, size);
      operators.push(
        shaped.actual === null ? glyphs : `/Span <</ActualText ${utf16(shaped.actual)}>> BDC ${glyphs} EMC`,
      );
    }
    operators.push("ET");
    this.pdf.addContent(operators.join("\n"));
  }

  rectangle(x: number, y: number, width: number, height: number, color: string): void {
    this.pdf.addContent(`${rgb(color)} rg ${n(x)} ${n(y)} ${n(width)} ${n(height)} re f`);
  }

  frame(x: number, y: number, width: number, height: number, color: string, thick = 0.5): void {
    this.pdf.addContent(`${rgb(color)} RG ${n(thick)} w ${n(x)} ${n(y)} ${n(width)} ${n(height)} re S`);
  }

  line(x1: number, y1: number, x2: number, y2: number, color: string, thick = 0.5): void {
    this.pdf.addContent(`${rgb(color)} RG ${n(thick)} w ${n(x1)} ${n(y1)} m ${n(x2)} ${n(y2)} l S`);
  }

  /** Through the points one after the other. `dash`: lengths on and off. */
  path(
    points: readonly (readonly [number, number])[],
    color: string,
    thick: number,
    dash: readonly number[] = [],
  ): void {
    if (points.length === 0) return;
    const drawn = points.map(([x, y], index) => `${n(x)} ${n(y)} ${index === 0 ? "m" : "l"}`);
    this.pdf.addContent(`q ${rgb(color)} RG ${n(thick)} w 1 j 1 J [${dash.join(" ")}] 0 d ${drawn.join(" ")} S Q`);
  }

  /** Operators of PDF as they are. */
  draw(operators: string): void {
    this.pdf.addContent(operators);
  }

  /** Lines one below the other from the left; `y` of their upper edge. */
  stack(lines: readonly Line[], x: number, y: number, size: number, color = INK, leading = size * 1.45): void {
    for (const [index, line] of lines.entries()) this.text(line, x, y + size * 1.07 + index * leading, size, color);
  }

  /** A line icon that was drawn on a grid of 16. */
  icon(path: string, x: number, y: number, size: number, color = SOFT): void {
    const scale = size / 16;
    const drawn = operatorsOf(this.pdf, path);
    this.pdf.addContent(
      `q ${n(scale)} 0 0 ${n(scale)} ${n(x)} ${n(y)} cm ${rgb(color)} RG 1.75 w 1 J 1 j ${drawn} S Q`,
    );
  }

  #fontOf(face: Face): EmbeddedFont {
    let font = this.#fonts.get(face);
    if (!font) {
      // A family name of its own: pdfkit would take two files of one family for the same font.
      this.pdf.font(face.font as never, face.id);
      font = (this.pdf as unknown as { _font: EmbeddedFont })._font;
      font.places = new Map();
      this.#fonts.set(face, font);
    }
    const { fonts } = this.pdf.page as unknown as Resources;
    fonts[font.id] ??= font.ref();
    return font;
  }

  #glyphsOf(shaped: Shaped, font: EmbeddedFont, size: number): string {
    // A mark that is raised is raised by points.
    const raised = shaped.glyphs.some(({ dy }) => dy !== 0);
    const known = raised ? undefined : this.#written.get(shaped);
    if (known !== undefined) return known;
    const operators: string[] = [];
    let array = "";
    let hex = "";
    let shift = 0;
    let rise = 0;
    const move = (by: number) => {
      shift -= by;
    };
    const flush = () => {
      if (hex !== "") array += `<${hex}>`;
      hex = "";
      if (Math.abs(shift) > 0.01) array += n(shift);
      shift = 0;
    };
    for (const { id, advance, natural, dx, dy, codePoints } of shaped.glyphs) {
      const place = placeOf(font, id, natural, codePoints);
      if (dy !== rise) {
        flush();
        if (array !== "") operators.push(`[${array}] TJ`);
        array = "";
        operators.push(`${n((dy * size) / 1000)} Ts`);
        rise = dy;
      }
      // What the glyph before left over is moved by along with its own: two numbers side by side would be read as one.
      move(dx);
      if (shift !== 0) flush();
      hex += place.toString(16).padStart(4, "0");
      move(advance - natural - dx);
    }
    flush();
    operators.push(`[${array}] TJ`);
    if (rise !== 0) operators.push("0 Ts");
    const written = operators.join("\n");
    if (!raised) this.#written.set(shaped, written);
    return written;
  }
}

/** A glyph that two letters share (Arabic's without their dots) stands in the subset once for each, so that both are read. */
function placeOf(
  { subset, places, widths, unicode }: EmbeddedFont,
  id: number,
  width: number,
  says: readonly number[],
): number {
  const key = says.length === 1 ? id * 0x200000 + says[0]! : `${id} ${says}`;
  let place = places.get(key);
  if (place === undefined) {
    place = subset.glyphs.push(id) - 1;
    places.set(key, place);
    widths[place] = width;
    unicode[place] = says;
  }
  return place;
}

/** To the hundredth of a point. */
export const n = (value: number): string => String(Math.round(value * 100) / 100);

const colors = new Map<string, string>();
/** `#rrggbb` as PDF's three shares. */
export function rgb(color: string): string {
  let shares = colors.get(color);
  if (!shares) {
    shares = [1, 3, 5].map((at) => n(Number.parseInt(color.slice(at, at + 2), 16) / 255)).join(" ");
    colors.set(color, shares);
  }
  return shares;
}

const utf16 = (text: string): string => `<FEFF${Buffer.from(text, "utf16le").swap16().toString("hex")}>`;

const paths = new Map<string, string>();
/** A path of SVG in PDF's operators: what pdfkit writes for it, listened to once. */
function operatorsOf(pdf: typeof PDFDocument.prototype, path: string): string {
  let operators = paths.get(path);
  if (operators === undefined) {
    const heard: string[] = [];
    const listener = Object.create(pdf, { addContent: { value: (operator: string) => heard.push(operator) } });
    listener.path(path);
    operators = heard.join(" ");
    paths.set(path, operators);
  }
  return operators;
}
