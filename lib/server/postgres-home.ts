import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { isAlive, lastComplaint, POSTGRES_ENV } from "./postgres-process";
import { type ServerUser, serverUser } from "./postgres-user";
import { StartFault } from "./start-fault";

const ROLE = "acuse";

/**
 * The folder of one embedded database: the cluster, its password, the server's messages. The folder stays ours; only what
 * PostgreSQL reads and writes belongs to its user.
 */
export type Home = {
  dir: string;
  cluster: string;
  passwordFile: string;
  logFile: string;
  user: ServerUser | undefined;
  ephemeral: boolean;
};

export function homeAt(dir: string, ephemeral = false): Home {
  const cluster = join(dir, "cluster");
  const user = serverUser();
  const owner = user && statSync(cluster, { throwIfNoEntry: false });
  return {
    dir,
    cluster,
    passwordFile: join(dir, "password"),
    logFile: join(dir, "postgres.log"),
    // Data which a person made before becoming root stays that person's.
    user: owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : user,
    ephemeral,
  };
}

/** Address of a database on the server of this home, with the password. */
export function urlOf(home: Home, port: number, database: string): string {
  return `postgres://${ROLE}:${readFileSync(home.passwordFile, "utf8").trim()}@127.0.0.1:${port}/${database}`;
}

/**
 * Makes the cluster unless it is there.
 * @throws StartFault when the one that is there was written by another major version
 */
export async function ensureCluster(home: Home, bin: string, major: string): Promise<void> {
  if (!statSync(home.cluster, { throwIfNoEntry: false })) await makeCluster(home, bin);
  const written = readFileSync(join(home.cluster, "PG_VERSION"), "utf8").trim();
  if (written === major) return;
  throw new StartFault(
    `The data in ${home.dir} was written by PostgreSQL ${written}, and PostgreSQL ${major} cannot read it: ` +
      "use the version of Acuse that wrote it, or set ACUSE_DATA to a new folder.",
  );
}

/** Made aside and then renamed: a cluster that exists is whole, and of two launchers at once one wins. */
async function makeCluster(home: Home, bin: string): Promise<void> {
  removeUnfinished(home);
  writePassword(home);
  const aside = `${home.cluster}.${process.pid}`;
  mkdirSync(aside, { mode: 0o700 });
  if (home.user) chownSync(aside, home.user.uid, home.user.gid);
  try {
    await initdb(home, bin, aside);
    await rename(aside, home.cluster);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) return;
    throw error;
  }
}

/**
 * Sorting by code point and case-folding by Unicode come with PostgreSQL itself, so they are the same on every system.
 * Only what pg_trgm takes for a letter comes from the system (lc_ctype): with plain C, none beyond ASCII.
 */
async function initdb({ user, passwordFile, ephemeral }: Home, bin: string, cluster: string): Promise<void> {
  const args = [
    ...["-D", cluster, "-U", ROLE, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8"],
    ...["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
    ...(ephemeral ? ["--no-sync"] : []),
  ];
  let complaint = "";
  for (const ctype of ["C.UTF-8", "en_US.UTF-8", "C"]) {
    try {
      const options = { ...user, cwd: cluster, env: POSTGRES_ENV };
      await promisify(execFile)(join(bin, "initdb"), [...args, `--lc-ctype=${ctype}`], options);
      return;
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      complaint = lastComplaint(stderr ?? "") || message;
      if (!complaint.includes("locale")) break;
    }
  }
  throw new StartFault(`The embedded database cannot be made in ${cluster}: ${complaint}`);
}

/** Before the cluster, so that there is never one whose password is lost. */
function writePassword({ passwordFile, user }: Home): void {
  const aside = `${passwordFile}.${process.pid}`;
  writeFileSync(aside, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  if (user) chownSync(aside, user.uid, user.gid);
  try {
    linkSync(aside, passwordFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(aside);
  }
}

function removeUnfinished({ dir }: Home): void {
  for (const name of readdirSync(dir)) {
    const pid = /^(?:cluster|password)\.(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(dir, name), { recursive: true, force: true });
  }
}
