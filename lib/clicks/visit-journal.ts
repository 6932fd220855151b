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
/** A file of another machine that nobody has written for so long has nobody who would. */
const DESERTED_MS = 3_600_000;
const NAME = /^(?<host>.+)\.(?<pid>\d+)\.\d+\.visits$/;

type Page = { path: string; file: number; bytes: number; open: number };

/**
 * Visits whose visitors went on before they were recorded, in files of this process: they outlive it however it ends. (A
 * machine that loses its power may lose the last ones; that would take a wait for the disk.)
 */
export class VisitJournal {
  private page: Page | null = null;
  private pages = 0;

  /** @throws what the system says, when the folder cannot be made or written. */
  constructor(
    private readonly folder: string,
    private readonly largestFile = LARGEST_FILE,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.page = this.begin();
  }

  /**
   * Writes it down before it returns. @returns to be called when the visit is recorded, or never will be.
   * @throws what the system says, when it cannot be written.
   */
  keep(kept: Kept): () => void {
    let page = this.page;
    if (!page || page.bytes >= this.largestFile) {
      page = this.begin();
      if (this.page) end(this.page);
      this.page = page;
    }
    const own = page;
    own.bytes += writeSync(own.file, `${JSON.stringify(kept)}\n`);
    own.open++;
    return () => {
      own.open--;
      if (own !== this.page) end(own);
      else if (own.open === 0) {
        // Addresses do not stay here longer than they must.
        ftruncateSync(own.file);
        own.bytes = 0;
      }
    };
  }

  /** What is not recorded stays for the process that comes next. */
  close(): void {
    if (this.page) end(this.page);
    this.page = null;
  }

  private begin(): Page {
    const path = join(this.folder, `${hostname()}.${process.pid}.${Date.now()}${this.pages++}.visits`);
    return { path, file: openSync(path, "ax", 0o600), bytes: 0, open: 0 };
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

function end({ open, file, path }: Page): void {
  if (open > 0) return;
  closeSync(file);
  unlinkSync(path);
}
