import type { Font, GlyphRun } from "fontkit";
import { type Face, faceFor, facesFor, type Hint, type Look } from "./faces";

export type Glyph = {
  id: number;
  advance: number;
  natural: number;
  dx: number;
  dy: number;
  codePoints: readonly number[];
};

/** Glyphs of one face in the order they stand on paper; lengths in thousandths of the font's size. */
export type Shaped = {
  face: Face;
  glyphs: readonly Glyph[];
  width: number;
  /** What it says, where the glyphs stand in another order than the letters. */
  actual: string | null;
};

/**
 * A stretch of text in one face and one direction; `from` and `to` are its place in the text. `text` is what is drawn for
 * what it `says`: a bracket turned round, an emoji without the signs that only steer it, a replacement.
 */
export type Run = { text: string; says: string; from: number; to: number; face: Face; level: number };

const REPLACEMENT = "\uFFFD";
/** Neither letters nor marks: they steer their neighbours, or are to be kept from sight. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;
/** These two join or keep apart, so they go to the font. */
const JOINERS = /[\u200C\u200D]/;
const EMOJI = /\p{Emoji_Presentation}|\uFE0F|\p{Regional_Indicator}/u;
/** Their vowels stand before or around consonants, so the order of the glyphs is not that of the letters. */
const REORDERED = /[\u0900-\u0DFF\u0E40-\u0E44\u0EC0-\u0EC4\u1000-\u109F\u1780-\u17FF]/;
/** The first file of the Latin family has all of these. */
const LATIN = /^[\x20-\x7E\u00A0-\u00AC\u00AE-\u00FF]*$/;
/** One glyph each, whatever stands beside it; digits have the same width. */
const ALONE = /^[\d +.,:()/%\u3001-\u30FF\u3400-\u9FFF\uAC00-\uD7AF\uFF01-\uFF5E-]*$/;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Whose Han characters these are. */
export function hintOf(text: string): Hint {
  if (/[\u3040-\u30FF\u31F0-\u31FF\uFF66-\uFF9F]/.test(text)) return "jp";
  return /[\u1100-\u11FF\u3130-\u318F\uAC00-\uD7AF]/.test(text) ? "kr" : "sc";
}

/** Cuts a text where face or direction change. `levels`: of each UTF-16 unit (UAX #9); null: all from left to right. */
export function runsOf(text: string, at: number, levels: Uint8Array | null, look: Look, hint: Hint): Run[] {
  if (!levels && LATIN.test(text)) {
    const face = faceFor(0x41, look, hint, false)!;
    return [{ text, says: text, from: at, to: at + text.length, face, level: 0 }];
  }
  const runs: Run[] = [];
  for (const { segment, index } of graphemes.segment(text)) {
    const from = at + index;
    const level = levels?.[from] ?? 0;
    const chosen = choose(segment, look, hint);
    const last = runs.at(-1);
    const alike = last?.face === chosen.face && last.level === level;
    if (last && alike && last.text === last.says && chosen.text === chosen.says) {
      last.text += chosen.text;
      last.says = last.text;
      last.to = from + segment.length;
    } else runs.push({ ...chosen, from, to: from + segment.length, level });
  }
  return runs;
}

/** The face that shows a grapheme, or what is shown in its place. */
function choose(segment: string, look: Look, hint: Hint): Pick<Run, "text" | "says" | "face"> {
  const emoji = EMOJI.test(segment);
  const shown = [...segment].filter((each) => !IGNORABLE.test(each));
  const [first] = shown;
  if (first === undefined) return { text: "", says: "", face: faceFor(0x41, look, hint, false)! };
  for (const face of facesOf(first, shown.length > 1, look, hint, emoji))
    if (shown.every((each) => face.font.hasGlyphForCodePoint(each.codePointAt(0)!))) {
      const text = [...segment].filter((each) => JOINERS.test(each) || !IGNORABLE.test(each)).join("");
      return { text, says: emoji ? segment : text, face };
    }
  const simpler = segment.normalize("NFKC");
  if (simpler !== segment) return { ...choose(simpler, look, hint), says: segment };
  return { text: REPLACEMENT, says: segment, face: faceFor(0xfffd, look, hint, false)! };
}

function facesOf(character: string, several: boolean, look: Look, hint: Hint, emoji: boolean): Iterable<Face> {
  const codePoint = character.codePointAt(0)!;
  if (several) return facesFor(codePoint, look, hint, emoji);
  const face = faceFor(codePoint, look, hint, emoji);
  return face ? [face] : [];
}

/** So many words a face are remembered; then it begins anew. */
const REMEMBERED = 20_000;

/** The glyphs of a run: joined, ligated, with marks and kerning in place. Runs from right to left come reversed. */
export function shape({ text, says, face, level }: Pick<Run, "text" | "says" | "face" | "level">): Shaped {
  const backwards = level % 2 === 1;
  if (!backwards && text === says && ALONE.test(text)) return { ...lineUp(text, face), face, actual: null };
  const key = `${backwards ? "<" : ">"}${text}${text === says ? "" : `\0${says}`}`;
  let shaped = face.words.get(key);
  if (!shaped) {
    shaped = { ...layOut(text, says, face, backwards), face, actual: REORDERED.test(text) ? text : null };
    if (face.words.size >= REMEMBERED) face.words.clear();
    face.words.set(key, shaped);
  }
  return shaped;
}

/** What needs no laying out, which is most of a list: numbers, times, Han characters. */
function lineUp(text: string, face: Face): Pick<Shaped, "glyphs" | "width"> {
  const glyphs = Array.from(text, (character) => aloneIn(face, character.codePointAt(0)!));
  return { glyphs, width: glyphs.reduce((sum, { advance }) => sum + advance, 0) };
}

/** A letter's glyph beside nothing. There is one of each, because thousands of words are remembered. */
function aloneIn(face: Face, codePoint: number): Glyph {
  let glyph = face.alone.get(codePoint);
  if (!glyph) {
    const { id, advanceWidth } = face.font.glyphForCodePoint(codePoint);
    const advance = advanceWidth * face.scale;
    glyph = { id, advance, natural: advance, dx: 0, dy: 0, codePoints: [codePoint] };
    face.alone.set(codePoint, glyph);
  }
  return glyph;
}

/** How marks are put to letters: above, below, and to each other. */
const MARKS = ["abvm", "blwm", "mark", "mkmk"];

/**
 * fontkit throws where a font gives a kind of mark no place at a letter, which means that the mark stays where it is. So
 * that kind is left out for the word.
 */
function layOutWithMarks(font: Font, text: string, direction: "ltr" | "rtl"): GlyphRun {
  const without = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, false]));
  for (const features of [undefined, ...MARKS.map((name) => without([name]))])
    try {
      return font.layout(text, features, undefined, undefined, direction);
    } catch {}
  return font.layout(text, without(MARKS), undefined, undefined, direction);
}

function layOut(text: string, says: string, face: Face, backwards: boolean): Pick<Shaped, "glyphs" | "width"> {
  const { font, scale } = face;
  const run = layOutWithMarks(font, text, backwards ? "rtl" : "ltr");
  const letters = lettersOf(says, run.glyphs, backwards);
  const glyphs: Glyph[] = [];
  let width = 0;
  for (const [index, { id, advanceWidth, codePoints }] of run.glyphs.entries()) {
    const position = run.positions[index]!;
    // What is to be kept from sight comes back as a space without width.
    if (position.xAdvance === 0 && codePoints[0] === 0x20) continue;
    const advance = position.xAdvance * scale;
    width += advance;
    const [letter, ...more] = letters[index]!;
    const usual = letter !== undefined && more.length === 0 ? aloneIn(face, letter) : undefined;
    const inPlace = position.xOffset === 0 && position.yOffset === 0;
    if (usual && inPlace && usual.id === id && usual.advance === advance) glyphs.push(usual);
    else
      glyphs.push({
        ...{ id, advance, natural: advanceWidth * scale, codePoints: letters[index]! },
        ...{ dx: position.xOffset * scale, dy: position.yOffset * scale },
      });
  }
  return { glyphs, width };
}

/**
 * Which letters each glyph stands for. fontkit remembers for a glyph the letters it met it with first, though several
 * Arabic ones share it; how many it stands for is right, and the order too.
 */
function lettersOf(says: string, glyphs: readonly { codePoints: number[] }[], backwards: boolean): number[][] {
  const said = glyphs.map(({ codePoints }) => codePoints);
  const all = Array.from(says, (each) => each.codePointAt(0)!);
  // Put together or replaced: the first glyph says all of it.
  if (said.reduce((sum, { length }) => sum + length, 0) !== all.length)
    return said.map((_, at) => (at === 0 ? all : []));
  const inOrder = backwards ? said.reverse() : said;
  let at = 0;
  const letters = inOrder.map(({ length }) => {
    at += length;
    return all.slice(at - length, at);
  });
  return backwards ? letters.reverse() : letters;
}
