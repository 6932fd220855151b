import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Visit } from "./visit";

/** A visit to a link of an account. */
export type Kept = { accountId: number; visit: Visit };

/** A file grows to this, then the next one begins: the first can go as soon as its own visits are recorded. */
const LARGEST_FILE = 4 * 2 ** 20;
/** A gigabyte, or some two million visits: hours of a busy installation. */
const MOST_FILES = 256;
/** A file of another machine that nobody has written for so long has nobody who would. */
const DESERTED_MS = 3_600_000;
const NAME = /^(?<host>.+)\.(?<pid>\d+)\.\d+\.visits$/;

/** `open`: how many of its visits are not recorded yet. */
type Page = { path: string; file: number; bytes: number; open: number };

/**
 * Visits whose visitors went on before they were recorded, in files of this process: they outlive it however it ends. (A
 * machine that loses its power may lose the last ones; that would take a wait for the disk.)
 */
export class VisitJournal {
  /** Those that this process still writes, or whose visits it is recording. */
  private readonly pages = new Set<Page>();
  private page: Page;
  private begun = 0;

  /** @throws what the system says, when the folder cannot be made or written. */
  constructor(
    private readonly folder: string,
    private readonly limits = { largestFile: LARGEST_FILE, files: MOST_FILES },
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.page = this.begin();
  }

  /**
   * Writes it down before it returns. @returns to be called when the visit is recorded, or never will be.
   * @throws what the system says, when it cannot be written; Error when there are as many files as there may be.
   */
  keep(kept: Kept): () => void {
    if (this.page.bytes >= this.limits.largestFile) this.page = this.begin();
    const own = this.page;
    // Each begins a line too: one before it that a full disk has cut short spoils no other.
    const line = Buffer.from(`\n${JSON.stringify(kept)}\n`);
    const written = writeSync(own.file, line);
    own.bytes += written;
    if (written < line.length) throw new Error("the disk is full");
    own.open++;
    return () => {
      own.open--;
      // A file that was given away is another's to end.
      if (own.open > 0 || !this.pages.has(own)) return;
      if (own === this.page) {
        // Addresses do not stay here longer than they must.
        ftruncateSync(own.file);
        own.bytes = 0;
      } else this.end(own);
    };
  }

  /** @returns the files of what is not recorded yet: whoever is given them records it and removes them. */
  giveAway(): string[] {
    const given = [...this.pages].filter(({ open }) => open > 0);
    for (const page of given) this.close(page);
    if (given.includes(this.page)) this.page = this.begin();
    return given.map(({ path }) => path);
  }

  /** What is not recorded stays for the process that comes next. */
  stop(): void {
    for (const page of this.pages) page.open > 0 ? this.close(page) : this.end(page);
  }

  private begin(): Page {
    if (this.pages.size >= this.limits.files) throw new Error(`${this.limits.files} files are full`);
    const path = join(this.folder, `${hostname()}.${process.pid}.${Date.now()}${this.begun++}.visits`);
    const page = { path, file: openSync(path, "ax", 0o600), bytes: 0, open: 0 };
    this.pages.add(page);
    return page;
  }

  private end(page: Page): void {
    this.close(page);
    unlinkSync(page.path);
  }

  private close(page: Page): void {
    this.pages.delete(page);
    closeSync(page.file);
  }
}

/** The files of processes that have ended. */
export function leftBehind(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => {
      const { host, pid } = NAME.exec(name)?.groups ?? {};
      if (!host) return false;
      if (host === hostname()) return Number(pid) === process.pid || !lives(Number(pid));
      return Date.now() - statSync(join(folder, name)).mtimeMs > DESERTED_MS;
    })
    .map((name) => join(folder, name));
}

/** What a file holds; the line at which its process was ended may be half. */
export function readKept(path: string): Kept[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        const { accountId, visit } = JSON.parse(line) as Kept;
        return [{ accountId, visit: { ...visit, at: new Date(visit.at) } }];
      } catch {
        return [];
      }
    });
}

/** Another user's process may not be asked, and lives. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
