import bidiFactory from "bidi-js";
import LineBreaker from "linebreak";
import type { Hint, Look } from "./faces";
import { hintOf, type Run, runsOf, type Shaped, shape } from "./shape";

const bidi = bidiFactory();

/** Words in one look; `href` makes them a link. Spans that follow each other are one paragraph. */
export type Span = { text: string; look?: Look; color?: string; href?: string };

export type Piece = { shaped: Shaped; span: Span; level: number };

/** A line as it stands on paper, from left to right. Widths are in points. */
export type Line = { pieces: readonly Piece[]; width: number; rightToLeft: boolean };

/** Between two places where a line may be broken: what is seen, and the blanks behind it. */
type Word = { pieces: Piece[]; width: number; blank: Piece[]; blankWidth: number; text: string; at: number };

const RIGHT_TO_LEFT =
  /[\u0590-\u08FF\u200F\u202B\u202E\u2067\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const CONTROLS = /[\u0000-\u001F\u007F-\u009F]/g;
const ELLIPSIS = "…";

/**
 * A text in lines: broken where its script allows (UAX #14), words that are wider than the line anywhere, in the order
 * in which it is read (UAX #9), each paragraph in its own direction.
 * @param size of the letters, in points. @param width of the lines, in points.
 * @param most lines; what does not fit ends with "…".
 */
export function linesOf(spans: readonly Span[], size: number, width: number, most = Number.POSITIVE_INFINITY): Line[] {
  const room = (width * 1000) / size;
  const lines: Line[] = [];
  const paragraphs = paragraphsOf(spans);
  for (const [index, paragraph] of paragraphs.entries()) {
    const left = most - lines.length;
    if (left <= 0) break;
    const broken = breakParagraph(paragraph, room, left, index < paragraphs.length - 1);
    for (const line of broken) lines.push({ ...line, width: (line.width * size) / 1000 });
  }
  return lines;
}

/** So many widths are remembered; then it begins anew. */
const REMEMBERED = 20_000;
const widths = new Map<string, number>();

/** How wide a text is in one line, in points. */
export function widthOf(text: string, size: number, look: Look = "plain"): number {
  const key = `${look} ${text}`;
  let thousandths = widths.get(key);
  if (thousandths === undefined) {
    const [line] = linesOf([{ text, look }], 1_000, Number.POSITIVE_INFINITY);
    thousandths = line?.width ?? 0;
    if (widths.size >= REMEMBERED) widths.clear();
    widths.set(key, thousandths);
  }
  return (thousandths * size) / 1_000;
}

/** Line breaks cut; tabs and other controls become blanks. */
function paragraphsOf(spans: readonly Span[]): Span[][] {
  const paragraphs: Span[][] = [[]];
  for (const span of spans) {
    const [first, ...rest] = span.text.normalize("NFC").split(/\r\n|[\n\r\u2028\u2029]/);
    const add = (text: string) => paragraphs.at(-1)!.push({ ...span, text: text.replace(CONTROLS, " ") });
    add(first!);
    for (const text of rest) {
      paragraphs.push([]);
      add(text);
    }
  }
  return paragraphs;
}

const SHORT = 40;

type Paragraph = { text: string; spans: readonly Span[]; levels: Uint8Array | null; base: number; hint: Hint };

function breakParagraph(spans: readonly Span[], room: number, most: number, followed: boolean): Line[] {
  const text = spans.map((span) => span.text).join("");
  const embedding = RIGHT_TO_LEFT.test(text) ? bidi.getEmbeddingLevels(text) : null;
  const base = embedding?.paragraphs[0]?.level ?? 0;
  const paragraph = { text, spans, levels: embedding?.levels ?? null, base, hint: hintOf(text) };
  // Most of what a list has is short.
  if (text.length <= SHORT && most > (followed ? 1 : 0)) {
    const whole = wordOf(paragraph, 0, text.length);
    if (whole.width <= room) return [lineOf(paragraph, [whole])];
  }
  const lines: Word[][] = [[]];
  let used = 0;
  const full = () => lines.length > most;
  for (const word of wordsOf(paragraph)) {
    const parts = word.width > room ? chop(paragraph, word, room) : [word];
    for (const part of parts) {
      if (used + part.width > room && lines.at(-1)!.length > 0) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)!.push(part);
      used += part.width + part.blankWidth;
      if (full()) break;
    }
    if (full()) break;
  }
  const cut = full() || (followed && lines.length === most);
  const kept = lines.slice(0, most);
  if (cut) addEllipsis(paragraph, kept.at(-1)!, room);
  return kept.map((words) => lineOf(paragraph, words));
}

function* wordsOf(paragraph: Paragraph): Generator<Word> {
  const { text } = paragraph;
  const breaker = new LineBreaker(text);
  let from = 0;
  for (let place = breaker.nextBreak(); place; place = breaker.nextBreak()) {
    if (place.position > from) yield wordOf(paragraph, from, place.position);
    from = place.position;
  }
}

function wordOf(paragraph: Paragraph, from: number, to: number): Word {
  const text = paragraph.text.slice(from, to);
  const seen = from + text.trimEnd().length;
  const pieces = piecesOf(paragraph, from, seen);
  const blank = piecesOf(paragraph, seen, to);
  return { pieces, width: widthOfAll(pieces), blank, blankWidth: widthOfAll(blank), text, at: from };
}

const widthOfAll = (pieces: readonly Piece[]): number => pieces.reduce((sum, { shaped }) => sum + shaped.width, 0);

function piecesOf({ text, spans, levels, hint }: Paragraph, from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  let begin = 0;
  for (const span of spans) {
    const end = begin + span.text.length;
    const [first, last] = [Math.max(begin, from), Math.min(end, to)];
    if (first < last) {
      const part = text.slice(first, last);
      for (const run of runsOf(part, first, levels, span.look ?? "plain", hint))
        pieces.push({ shaped: shape(mirrored(run)), span, level: run.level });
    }
    begin = end;
  }
  return pieces;
}

/** From right to left a bracket opens the other way. */
function mirrored(run: Run): Run {
  if (run.level % 2 === 0) return run;
  const text = Array.from(run.text, (each) => bidi.getMirroredCharacter(each) ?? each).join("");
  return text === run.text ? run : { ...run, text };
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** A word that is wider than a line, in parts that are not. */
function chop(paragraph: Paragraph, word: Word, room: number): Word[] {
  const parts: Word[] = [];
  let from = word.at;
  let used = 0;
  const end = word.at + word.text.trimEnd().length;
  for (const { segment, index } of graphemes.segment(paragraph.text.slice(word.at, end))) {
    const at = word.at + index;
    const width = widthOfAll(piecesOf(paragraph, at, at + segment.length));
    if (used + width > room && at > from) {
      parts.push(wordOf(paragraph, from, at));
      from = at;
      used = 0;
    }
    used += width;
  }
  parts.push(wordOf(paragraph, from, word.at + word.text.length));
  return parts;
}

/** What does not fit any more makes room for the dots. */
function addEllipsis(paragraph: Paragraph, words: Word[], room: number): void {
  const span = paragraph.spans.find(({ text }) => text !== "") ?? { text: "" };
  const [run] = runsOf(ELLIPSIS, 0, null, span.look ?? "plain", "sc");
  const dots: Piece = {
    shaped: shape({ ...run!, level: 0 }),
    span: { ...span, href: undefined },
    level: paragraph.base,
  };
  let used = words.reduce((sum, { width, blankWidth }) => sum + width + blankWidth, 0);
  while (words.length > 0 && used - words.at(-1)!.blankWidth + dots.shaped.width > room) {
    const { width, blankWidth, ...last } = words.pop()!;
    used -= width + blankWidth;
    // A word of a whole line is shortened, any other left out.
    if (words.length > 0) continue;
    const [short] = chop(paragraph, { ...last, width, blankWidth }, Math.max(room - dots.shaped.width, 1));
    if (short && short.width < width) words.push({ ...short, blank: [], blankWidth: 0 });
    break;
  }
  const last = words.pop();
  words.push({
    ...(last ?? { text: "", at: 0, width: 0 }),
    pieces: [...(last?.pieces ?? []), dots],
    width: (last?.width ?? 0) + dots.shaped.width,
    blank: [],
    blankWidth: 0,
  });
}

function lineOf({ base }: Paragraph, words: readonly Word[]): Line {
  const pieces = words.flatMap((word, index) =>
    index < words.length - 1 ? [...word.pieces, ...word.blank] : word.pieces,
  );
  return { pieces: inOrder(pieces), width: widthOfAll(pieces), rightToLeft: base % 2 === 1 };
}

/** UAX #9, rule L2: from the highest level down, what stands at it or higher is turned round. */
function inOrder(pieces: Piece[]): Piece[] {
  const levels = pieces.map(({ level }) => level);
  const highest = Math.max(0, ...levels);
  if (highest === 0) return pieces;
  const ordered = [...pieces];
  for (let level = highest; level > 0; level--) {
    for (let at = 0; at < ordered.length; at++) {
      if (ordered[at]!.level < level) continue;
      let end = at;
      while (end < ordered.length && ordered[end]!.level >= level) end++;
      ordered.splice(at, end - at, ...ordered.slice(at, end).reverse());
      at = end;
    }
  }
  return ordered;
}
