import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as fontkit from "fontkit";
import type { Glyph, Shaped } from "./shape";
import { unpackWoff } from "./woff";

export type Look = "plain" | "strong" | "slanted" | "code";

/** Han characters look different in each country; a text's own kana or hangul tells which it is. */
export type Hint = "sc" | "jp" | "kr";

/**
 * The families that hold every script between them, in the order in which they are asked. Each comes in files of some
 * characters, named in its unicode.json; `only` leaves out files that repeat another family's.
 */
const FAMILIES: readonly { name: string; only?: readonly string[] }[] = [
  { name: "noto-sans-mono", only: ["latin", "latin-ext"] },
  { name: "noto-sans" },
  { name: "noto-sans-arabic", only: ["arabic"] },
  { name: "noto-sans-hebrew", only: ["hebrew"] },
  ...[
    ...["armenian", "bengali", "ethiopic", "georgian", "gujarati", "gurmukhi", "kannada", "khmer", "lao", "malayalam"],
    ...["myanmar", "oriya", "sinhala", "tamil", "telugu", "thai"],
  ].map((script) => ({ name: `noto-sans-${script}`, only: [script] })),
  { name: "noto-sans-sc" },
  { name: "noto-sans-jp" },
  { name: "noto-sans-kr" },
  { name: "noto-sans-symbols", only: ["symbols"] },
  { name: "noto-sans-symbols-2", only: ["braille", "math", "symbols"] },
  { name: "noto-emoji" },
];

/** A font file that was opened, shared by all documents of the process. */
export type Face = {
  id: string;
  font: fontkit.Font;
  /** From the font's units to thousandths of its size. */
  scale: number;
  /** What was laid out before, by word and by code point. */
  words: Map<string, Shaped>;
  alone: Map<number, Glyph>;
};

type Source = { family: string; subset: string; ranges: readonly (readonly [number, number])[] };

// Programs run in the project's folder, bundled or not; packages are where npm put them.
const { resolve } = createRequire(join(process.cwd(), "package.json"));

let sources: Source[] | undefined;
const faces = new Map<string, Face>();
const found: Record<string, Map<number, Face | null>> = {};

/** The face that has the glyph of a code point; null: none of ours has it. */
export function faceFor(codePoint: number, look: Look, hint: Hint, emoji: boolean): Face | null {
  found[look + hint + emoji] ??= new Map();
  const known = found[look + hint + emoji]!;
  const before = known.get(codePoint);
  if (before !== undefined) return before;
  const [face = null] = facesFor(codePoint, look, hint, emoji);
  known.set(codePoint, face);
  return face;
}

/** All faces that may have a code point, the preferred first. */
export function* facesFor(codePoint: number, look: Look, hint: Hint, emoji: boolean): Generator<Face> {
  sources ??= readSources();
  const holding = sources.filter(
    ({ family, ranges }) =>
      (look === "code" || family !== MONO) && ranges.some(([first, last]) => first <= codePoint && codePoint <= last),
  );
  const first = emoji ? "noto-emoji" : `noto-sans-${hint}`;
  const inOrder = [
    ...holding.filter(({ family }) => !emoji && !isHan(family)),
    ...holding.filter(({ family }) => family === first),
    ...holding.filter(({ family }) => family !== first && (emoji || isHan(family))),
  ];
  for (const source of inOrder) {
    const face = openFace(source, look);
    if (face.font.hasGlyphForCodePoint(codePoint)) yield face;
  }
}

const MONO = "noto-sans-mono";
const isHan = (family: string) => /-(sc|jp|kr)$/.test(family);

function readSources(): Source[] {
  return FAMILIES.flatMap(({ name, only }) => {
    const written: Record<string, string> = JSON.parse(
      readFileSync(resolve(`@fontsource/${name}/unicode.json`), "utf8"),
    );
    return Object.entries(written)
      .filter(([subset]) => !only || only.includes(subset))
      .map(([subset, ranges]) => ({
        family: name,
        subset: subset.replace(/[[\]]/g, ""),
        ranges: ranges.split(",").map((range) => {
          const [first, last] = range.replace("U+", "").split("-");
          return [Number.parseInt(first!, 16), Number.parseInt(last ?? first!, 16)] as const;
        }),
      }));
  });
}

function openFace({ family, subset }: Source, look: Look): Face {
  const cut = look === "strong" ? "700-normal" : look === "slanted" ? "400-italic" : "400-normal";
  const id = `${family}-${subset}-${cut}`;
  let face = faces.get(id);
  if (!face) {
    const file = (of: string) =>
      join(resolve(`@fontsource/${family}/unicode.json`), "..", "files", `${family}-${subset}-${of}.woff`);
    // Most scripts have no slanted letters, and a family of symbols no bold ones.
    const bytes = readFileSync(existsSync(file(cut)) ? file(cut) : file("400-normal"));
    const font = fontkit.create(unpackWoff(bytes)) as fontkit.Font;
    face = { id, font, scale: 1000 / font.unitsPerEm, words: new Map(), alone: new Map() };
    faces.set(id, face);
  }
  return face;
}
