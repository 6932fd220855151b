/*
 * What a file of text is: its encoding, its separator, its heading. Guessed from its beginning, shown with the guess's
 * outcome, and corrected by whoever knows better.
 */

export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "macintosh"] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const SEPARATORS = [",", ";", "\t", "|"] as const;
export type Separator = (typeof SEPARATORS)[number];

/** Looks at a whole file as it comes in pieces: only all of it tells whether it is UTF-8. */
export class EncodingGuess {
  private readonly utf8 = new TextDecoder("utf-8", { fatal: true });
  private isUtf8 = true;
  private first: Uint8Array | null = null;
  private hasLineFeed = false;
  private hasReturn = false;

  add(piece: Uint8Array): void {
    this.first ??= piece.slice(0, 4_096);
    this.hasLineFeed ||= piece.includes(10);
    this.hasReturn ||= piece.includes(13);
    if (!this.isUtf8) return;
    try {
      this.utf8.decode(piece, { stream: true });
    } catch {
      this.isUtf8 = false;
    }
  }

  /**
   * By its mark; without one by the zeros that UTF-16 has in every second place; what is no UTF-8 is an old Excel's, and
   * an old Mac's where lines end with returns alone.
   */
  end(): Encoding {
    const [one, two] = this.first ?? [];
    if (one === 0xff && two === 0xfe) return "utf-16le";
    if (one === 0xfe && two === 0xff) return "utf-16be";
    const zeros = [0, 0];
    for (const [place, byte] of (this.first ?? []).entries()) if (byte === 0) zeros[place % 2]!++;
    const half = (this.first?.length ?? 0) / 2;
    if (zeros[1]! > half * 0.4 && zeros[0]! === 0) return "utf-16le";
    if (zeros[0]! > half * 0.4 && zeros[1]! === 0) return "utf-16be";
    const old = this.hasReturn && !this.hasLineFeed ? "macintosh" : "windows-1252";
    if (!this.isUtf8) return old;
    try {
      this.utf8.decode();
      return "utf-8";
    } catch {
      return old; // it ends inside a letter
    }
  }
}

const LOOKED_AT = 20;

/** The one that cuts the most of the first lines into the same number of cells, more than one; none does: a comma. */
export function guessSeparator(text: string): Separator {
  const lines = outsideQuotes(text)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "")
    .slice(0, LOOKED_AT);
  const scores = SEPARATORS.map((separator) => {
    const counts = lines.map((line) => line.split(separator).length - 1).filter((count) => count > 0);
    // Of all lines, not of the first: above the list there may be a title.
    const linesWith = (cut: number) => counts.filter((count) => count === cut).length;
    return Math.max(0, ...counts.map((count) => linesWith(count) + Math.min(count, 99) / 100));
  });
  const best = Math.max(...scores);
  return best === 0 ? "," : SEPARATORS[scores.indexOf(best)]!;
}

/** What stands in quotes may hold separators and ends of lines; it counts for nothing here. */
const outsideQuotes = (text: string) => text.replace(/"(?:[^"]|"")*"/g, "x");

/** Excel writes it as the first line of a CSV for itself. */
export const separatorTold = (text: string): Separator | null => {
  const told = /^sep=(.)\r?\n/i.exec(text)?.[1];
  return SEPARATORS.find((each) => each === told) ?? null;
};

/**
 * Pasted numbers, one a line, however they were parted; what is more than numbers stays as it was pasted.
 */
export function linesOfPaste(text: string): string {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const apart = parts.length > 0 && parts.every((part) => /^\+?\d{6,20}$/.test(part));
  return apart ? `${parts.join("\n")}\n` : text;
}
