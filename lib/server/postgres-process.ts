import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerUser } from "./postgres-user";

const PATIENT_STOP_MS = 30_000;
const IMMEDIATE_STOP_MS = 5_000;
const POLL_MS = 20;

/** Nothing of ours, and messages in English whatever the system speaks: we read them. */
export const POSTGRES_ENV = { LC_ALL: "C" } as unknown as NodeJS.ProcessEnv;

/** Two cores, little memory, large loads. What is answered is on the disk: fsync and synchronous_commit stay on. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  cluster_name: "acuse",
  max_connections: "100",
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  random_page_cost: "1.1",
  jit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  wal_compression: "on",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
};

/** For tests: nothing is kept, so nothing has to survive. */
const EPHEMERAL_SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "128MB",
};

export type Postmaster = { pid: number; port: number };

/** A server that was started and may not have lived. */
export type Launch = { child: ChildProcess; logFile: string; error?: Error };

/**
 * The server that runs on a data directory, ready or not, whoever started it. A postmaster.pid whose number belongs to
 * another program by now (after a restart of the machine) is removed, because PostgreSQL would refuse to start over it.
 * Source: postmaster.pid has the pid in its first line and the port in its fourth,
 * https://www.postgresql.org/docs/18/storage-file-layout.html
 */
export function runningPostmaster(cluster: string): Postmaster | null {
  const file = join(cluster, "postmaster.pid");
  const lines = readIfThere(file)?.split("\n");
  if (!lines?.[3]) return null;
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (worksIn(pid, cluster)) return { pid, port };
  if (isAlive(pid)) rmSync(file, { force: true });
  return null;
}

/**
 * Starts a server on a free port, in a session of its own: Ctrl-C must not reach it, it stops last.
 * Its messages go to a new file; the previous one is kept beside it.
 */
export async function launchPostgres(place: {
  bin: string;
  cluster: string;
  logFile: string;
  user: ServerUser | undefined;
  ephemeral: boolean;
}): Promise<Launch> {
  const { bin, cluster, logFile, user } = place;
  const settings = { ...SETTINGS, ...(place.ephemeral ? EPHEMERAL_SETTINGS : {}), port: String(await freePort()) };
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, "a", 0o600);
  const child = spawn(
    join(bin, "postgres"),
    ["-D", cluster, ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`])],
    { ...user, cwd: cluster, detached: true, stdio: ["ignore", log, log], env: POSTGRES_ENV },
  );
  closeSync(log);
  const launch: Launch = { child, logFile };
  child.on("error", (error) => {
    launch.error = error;
  });
  child.unref();
  return launch;
}

/** Why a launched server ended, in the words of its own messages; null while it lives. */
export function whyEnded({ child, logFile, error }: Launch): string | null {
  if (error) return error.message;
  if (child.exitCode === null && child.signalCode === null) return null;
  return lastComplaint(readIfThere(logFile) ?? "") || `it ended with ${child.signalCode ?? child.exitCode}`;
}

/** The line that tells most in the messages of PostgreSQL's programs. */
export function lastComplaint(messages: string): string {
  const lines = messages.trim().split("\n");
  const line = lines.findLast((text) => /(FATAL|PANIC|error):/.test(text)) ?? lines.at(-1) ?? "";
  return line.replace(/^.*(FATAL|PANIC|error):\s*/, "");
}

export type StopOptions = {
  /** Wait until nobody is connected; nobody can connect any more. */
  whenUnused?: boolean | undefined;
  /** When aborted, the server stops on the spot. */
  hurry?: AbortSignal | undefined;
};

/**
 * Stops a server: sessions are ended and everything is written out; when that takes too long, or when hurried, it is
 * stopped on the spot and recovers at the next start. Nothing that was committed is lost either way.
 * Source: the three shutdown modes, https://www.postgresql.org/docs/18/server-shutdown.html
 */
export async function stopPostmaster(cluster: string, { pid }: Postmaster, how: StopOptions): Promise<void> {
  const signals = [
    ...(how.whenUnused ? (["SIGTERM"] as const) : []),
    ...(how.hurry?.aborted ? [] : (["SIGINT"] as const)),
    ...(["SIGQUIT", "SIGKILL"] as const),
  ];
  for (const name of signals) {
    signal(pid, name);
    const patient = name === "SIGTERM" || name === "SIGINT";
    if (await gone(cluster, pid, patient ? PATIENT_STOP_MS : IMMEDIATE_STOP_MS, patient ? how.hurry : undefined))
      return;
  }
}

async function gone(cluster: string, pid: number, withinMs: number, giveUp?: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline && !giveUp?.aborted) {
    if (runningPostmaster(cluster)?.pid !== pid) return true;
    await sleep(POLL_MS);
  }
  return false;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** A server's working directory is its data directory. Without /proc any process called postgres counts: never two. */
function worksIn(pid: number, cluster: string): boolean {
  try {
    if (!existsSync("/proc/self/cwd")) {
      return execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).includes("postgres");
    }
    const [its, ours] = [statSync(`/proc/${pid}/cwd`), statSync(cluster)];
    return its.ino === ours.ino && its.dev === ours.dev;
  } catch {
    return false;
  }
}

/** Whether a process of this number exists, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
