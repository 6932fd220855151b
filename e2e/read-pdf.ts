import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Poppler (Debian's poppler-utils) reads what we wrote; `.ci/run` brings it along. */
export const hasPoppler = ((): boolean => {
  try {
    execFileSync("pdftotext", ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** The words in reading order; `layout` keeps columns side by side. A form feed ends each page. */
export const textOf = (pdf: Buffer, layout = false): string =>
  withFile(pdf, (file) => run("pdftotext", [...(layout ? ["-layout"] : []), file, "-"]))
    // Poppler marks the direction of what it turns round.
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, "");

export const pagesOf = (pdf: Buffer, layout = false): string[] => textOf(pdf, layout).split("\f").slice(0, -1);

/** Where a word begins on its page, in points from the left. */
export function placeOf(pdf: Buffer, word: string): number {
  const words = withFile(pdf, (file) => run("pdftotext", ["-bbox", file, "-"]));
  return Number(new RegExp(`<word xMin="([\\d.]+)"[^>]*>${word}<`).exec(words)?.[1]);
}

/** Title, Author, Pages, Page size, Tagged … */
export function infoOf(pdf: Buffer): Record<string, string> {
  const lines = withFile(pdf, (file) => run("pdfinfo", [file])).split("\n");
  return Object.fromEntries(lines.map((line) => [line.split(":")[0]!, line.slice(line.indexOf(":") + 1).trim()]));
}

/** The structure tree with its words, indented. */
export const structureOf = (pdf: Buffer): string => withFile(pdf, (file) => run("pdfinfo", ["-struct-text", file]));

/** Addresses of all links, in their order. */
export const linksOf = (pdf: Buffer): string[] =>
  Array.from(pdf.toString("latin1").matchAll(/\/URI \(((?:\\.|[^)])*)\)/g), ([, address]) =>
    address!.replace(/\\(.)/g, "$1"),
  );

/** Titles of the bookmarks, as they are written when all are Latin-1. */
export const bookmarksOf = (pdf: Buffer): string[] =>
  Array.from(
    pdf.toString("latin1").matchAll(/\/Dest \[[^\]]*\]\s+\/Parent \d+ 0 R\s+\/Title \(([^)]*)\)/g),
    ([, title]) => title!,
  );

const run = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { encoding: "utf8", maxBuffer: 200_000_000 });

function withFile<T>(pdf: Buffer, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "acuse-pdf-"));
  try {
    const file = join(folder, "read.pdf");
    writeFileSync(file, pdf);
    return use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
