import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** As whom PostgreSQL runs, if not as ourselves. */
export type ServerUser = { uid: number; gid: number };

/** PostgreSQL refuses to run as root: then `nobody` runs it, who owns nothing else on the machine. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: "-u" | "-g") => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/** Whether that user gets through every folder of the path, and may list the last one. */
export function mayEnter(path: string, user: ServerUser | undefined): boolean {
  return spawnSync("sh", ["-c", 'test -x "$0" && test -r "$0"', path], { ...user, cwd: "/" }).status === 0;
}

/**
 * Where the embedded databases of this checkout live, one folder each: in the folder that was chosen, else in `.data` of
 * the project, else (root's checkout, which `nobody` may not enter) in /var/lib.
 * @param chosen ACUSE_DATA
 * @param project the project's folder
 */
export function dataFolder(chosen: string | undefined, project = process.cwd()): string {
  if (chosen) return resolve(chosen);
  if (mayEnter(project, serverUser())) return join(project, ".data");
  return join("/var/lib/acuse", createHash("sha256").update(project).digest("hex").slice(0, 12));
}

/** The folder of one embedded database, `acuse` for the real thing and `demo` for the sample. */
export function dataDirectory(name: "acuse" | "demo", chosen: string | undefined, project?: string): string {
  return join(dataFolder(chosen, project), name);
}

/** Makes a folder which the server's user can pass through, whatever the umask; folders that exist keep their mode. */
export function makePassable(path: string): void {
  if (existsSync(path)) return;
  makePassable(dirname(path));
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}
