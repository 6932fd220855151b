import { SSF } from "@e965/xlsx";
import { textOfNumber } from "./cell-text";
import { UnreadableFile } from "./read-rows";
import { type Part, partsOf, piecesOfPart, textOfPart } from "./zip";

/*
 * The rows of an XLSX as they are unpacked: a sheet of a million is never in memory. Only what cells say is read.
 * Source: ECMA-376 part 1, 18.2 to 18.8.
 */

/** A row that has something in it. `number`: as the spreadsheet counts it, from 1. */
export type SheetRow = { number: number; cells: string[] };
export type Sheet = { name: string; rows(): AsyncGenerator<SheetRow> };

const ZIP = 0x504b0304;
const MOST_COLUMNS = 16_384;
/** A row, or a text, is at most so many characters of XML; the file else is none that a spreadsheet writes. */
const LONGEST_ELEMENT = 8 * 1024 ** 2;

/**
 * The sheets of an XLSX, in their order.
 * @returns null when it is another kind of workbook, or written in another way than spreadsheets write it.
 * @throws UnreadableFile, or an Error, when it is broken.
 */
export async function openXlsx(file: Buffer): Promise<Sheet[] | null> {
  if (file.readUInt32BE(0) !== ZIP) return null;
  const parts = await partsOf(file);
  // Only what is another kind for certain goes to the other reader: of some broken ones that never comes to an end.
  if (parts?.has("xl/workbook.bin") || parts?.has("content.xml")) return null;
  const book = parts?.get("xl/workbook.xml");
  if (!parts || !book) throw new UnreadableFile("no-workbook");
  const text = await textOfPart(book);
  // Names with a prefix (x:row) are as good XML, and seldom.
  if (/<\w+:workbook[\s>]/.test(text)) return null;
  const relations = parts.get("xl/_rels/workbook.xml.rels");
  if (!relations) throw new UnreadableFile("no-workbook");
  const targets = new Map(
    tagsOf(await textOfPart(relations), "Relationship").map((tag) => [
      attribute(tag, "Id"),
      partName(attribute(tag, "Target")),
    ]),
  );
  const date1904 = /^(?:1|true)$/.test(attribute(tagsOf(text, "workbookPr")[0] ?? "", "date1904"));
  const formats = await formatsOf(parts.get("xl/styles.xml"));
  let shared: Promise<SharedTexts> | null = null;
  const context = async () => {
    shared ??= readShared(parts.get("xl/sharedStrings.xml"));
    return { shared: await shared, formats, date1904 };
  };
  return tagsOf(text, "sheet").flatMap((tag) => {
    const part = parts.get(targets.get(attribute(tag, "r:id")) ?? "");
    if (!part) return [];
    return [{ name: unescaped(attribute(tag, "name")), rows: () => rowsOf(part, context) }];
  });
}

type Context = { shared: SharedTexts; formats: string[]; date1904: boolean };

async function* rowsOf(part: Part, context: () => Promise<Context>): AsyncGenerator<SheetRow> {
  const known = await context();
  let number = 0;
  for await (const xml of elementsOf(part, "row")) {
    const end = xml.indexOf(">");
    number = Number(attribute(xml.slice(0, end), "r")) || number + 1;
    const cells = cellsOf(xml, known);
    if (cells.some((cell) => cell !== "")) yield { number, cells };
  }
}

/** Each `<name …>…</name>` and `<name …/>` of a part as text, without its end. */
async function* elementsOf(part: Part, name: string): AsyncGenerator<string> {
  const [open, close] = [`<${name}`, `</${name}>`];
  let held = "";
  for await (const piece of piecesOfPart(part)) {
    held += piece;
    let from = 0;
    for (;;) {
      const begin = held.indexOf(open, from);
      const head = begin < 0 ? -1 : held.indexOf(">", begin);
      if (head < 0) break;
      if (!/[\s/>]/.test(held[begin + open.length]!)) {
        from = begin + open.length; // another name that begins the same, as <rowBreaks>
        continue;
      }
      const empty = held[head - 1] === "/";
      const end = empty ? head + 1 : held.indexOf(close, head);
      if (end < 0) break;
      yield held.slice(begin, end);
      from = empty ? end : end + close.length;
    }
    // What is held is the beginning of an element, or of its name.
    held = held.slice(from);
    const begin = held.indexOf(open);
    held = begin < 0 ? held.slice(-open.length) : held.slice(begin);
    if (held.length > LONGEST_ELEMENT) throw new Error(`An element ${name} does not end.`);
  }
}

const CELL = /<c(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/c>)/g;

function cellsOf(row: string, context: Context): string[] {
  const cells: string[] = [];
  let next = 0;
  for (const [, attributes = "", content] of row.matchAll(CELL)) {
    const place = columnOf(attribute(attributes, "r")) ?? next;
    next = place + 1;
    if (content === undefined || place >= MOST_COLUMNS) continue;
    const text = textOf(attributes, content, context);
    if (text === "") continue;
    while (cells.length < place) cells.push("");
    cells[place] = text;
  }
  return cells;
}

function textOf(attributes: string, content: string, { shared, formats, date1904 }: Context): string {
  const type = attribute(attributes, "t");
  if (type === "inlineStr") return textsIn(content);
  const value = /<v(?:\s[^>]*)?>([\s\S]*?)<\/v>/.exec(content)?.[1] ?? "";
  if (value === "") return "";
  if (type === "s") return shared.at(Number(value));
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type !== "" && type !== "n") return unescaped(value); // str, e, d
  const number = Number(value);
  return Number.isFinite(number)
    ? textOfNumber(number, formats[Number(attribute(attributes, "s") || 0)] ?? "General", date1904)
    : unescaped(value);
}

/** A1 is in column 0, AB7 in 27. */
function columnOf(reference: string): number | null {
  let column = 0;
  let at = 0;
  for (; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return at === 0 ? null : column - 1;
}

/** The texts that cells share, packed: a million names as objects of their own would take ten times their letters. */
class SharedTexts {
  private bytes = Buffer.alloc(64 * 1024);
  private readonly ends: number[] = [0];

  add(text: string): void {
    const from = this.ends.at(-1)!;
    const most = from + text.length * 3;
    if (most > this.bytes.length) this.bytes = Buffer.concat([this.bytes], Math.max(most, this.bytes.length * 2));
    this.ends.push(from + this.bytes.write(text, from));
  }

  at(place: number): string {
    const end = this.ends[place + 1];
    return end === undefined ? "" : this.bytes.toString("utf8", this.ends[place]!, end);
  }
}

async function readShared(part: Part | undefined): Promise<SharedTexts> {
  const shared = new SharedTexts();
  if (!part) return shared;
  for await (const xml of elementsOf(part, "si")) shared.add(textsIn(xml));
  return shared;
}

const PHONETIC = /<rPh[\s>][\s\S]*?<\/rPh>/g;
/** Not an empty one, `<t />`, which would reach to the end of the next. */
const TEXT = /<t(?:\s[^>]*)?(?<!\/)>([\s\S]*?)<\/t>/g;

/** The texts of an element one after the other, whatever their fonts; not how Japanese ones are read aloud. */
function textsIn(xml: string): string {
  const said = xml.includes("<rPh") ? xml.replace(PHONETIC, "") : xml;
  let all = "";
  for (const [, text] of said.matchAll(TEXT)) all += text;
  return unescaped(all);
}

/** The number format of each style. */
async function formatsOf(part: Part | undefined): Promise<string[]> {
  if (!part) return [];
  const text = await textOfPart(part);
  const own = new Map(
    tagsOf(text, "numFmt").map((tag) => [attribute(tag, "numFmtId"), unescaped(attribute(tag, "formatCode"))]),
  );
  const builtIn = SSF.get_table() as Record<string, string>;
  const cells = /<cellXfs[\s>][\s\S]*?<\/cellXfs>/.exec(text)?.[0] ?? "";
  return tagsOf(cells, "xf").map((tag) => {
    const id = attribute(tag, "numFmtId");
    return own.get(id) ?? builtIn[id] ?? "General";
  });
}

const tagsOf = (xml: string, name: string): string[] => xml.match(new RegExp(`<${name}(?:\\s[^>]*)?>`, "g")) ?? [];

/** Of a tag as spreadsheets write it: either quotes, nothing around the equals sign. "" when it has none. */
function attribute(tag: string, name: string): string {
  const at = tag.indexOf(` ${name}=`);
  if (at < 0) return "";
  const from = at + name.length + 3;
  const end = tag.indexOf(tag[from - 1]!, from);
  return end < 0 ? "" : tag.slice(from, end);
}

const partName = (target: string) => (target.startsWith("/") ? target.slice(1) : `xl/${target}`);

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Entities, and Excel's own `_x000D_` for what XML cannot hold. */
function unescaped(xml: string): string {
  if (!xml.includes("&") && !xml.includes("_x")) return xml;
  return xml
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
      if (name) return NAMED[name] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : "";
    })
    .replace(/_x([0-9a-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}
