import { readdirSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { connectIfReady, holdLauncherLock } from "./launcher-lock";
import { findBinaries } from "./postgres-binaries";
import { ensureCluster, type Home, homeAt, urlOf } from "./postgres-home";
import {
  isAlive,
  type Launch,
  launchPostgres,
  runningPostmaster,
  type StopOptions,
  stopPostmaster,
  whyEnded,
} from "./postgres-process";
import { dataFolder, makePassable, mayEnter } from "./postgres-user";
import { StartFault } from "./start-fault";

const DATABASE = "acuse";
/** Long enough for the recovery of what a crash left. */
const READY_MS = 5 * 60_000;
const FIND_MS = 10_000;
const POLL_MS = 25;
const RELAUNCH_MS = 500;
const MOST_LAUNCHES = 5;
/** Another launcher was faster by a moment, took the port, or its killed server has not quite gone. */
const WORTH_ANOTHER_TRY = /lock file|could not create any TCP\/IP sockets|shared memory block/;

export type EmbeddedServer = {
  /** Address of the application's database, with the password. */
  url: string;
  /** Where the application can be visited: told to whoever tries to start it a second time. */
  servedAt(address: string): Promise<void>;
  /** Stops the server; when `hurry` is aborted, on the spot: it recovers at the next start, and nothing is lost. */
  stop(hurry?: AbortSignal): Promise<void>;
  /** Stops the server as soon as nobody else is connected, or half a minute later all the same. */
  stopWhenUnused(): Promise<void>;
};

/**
 * Starts the embedded PostgreSQL on a data directory, or takes over the one that a killed launcher left running there.
 * `ephemeral` is for tests: quick, in a temporary folder, thrown away at the stop.
 * @throws StartFault when another process has the directory, or the system does not let PostgreSQL run
 */
export async function startEmbedded(
  options: { dataDir: string; ephemeral?: false } | { ephemeral: true; dataDir?: undefined },
): Promise<EmbeddedServer> {
  try {
    const home = homeAt(options.dataDir ?? (await temporaryFolder()), options.ephemeral);
    return await startAt(home);
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException;
    // What the file system refuses (rights, space, a read-only disk) is for its owner to mend.
    if (code && path) throw new StartFault(`The embedded database cannot use its folder: ${message}`);
    throw error;
  }
}

/** Finds the server that runs on a data directory, whoever started it; null when none does. */
export async function findEmbedded(dataDir: string): Promise<{ url: string } | null> {
  const home = homeAt(dataDir);
  const deadline = Date.now() + FIND_MS;
  for (let found = runningPostmaster(home.cluster); found; found = runningPostmaster(home.cluster)) {
    const url = urlOf(home, found.port, DATABASE);
    const client = await connectIfReady(url);
    await client?.end();
    if (client) return { url };
    if (Date.now() > deadline) break;
    await sleep(POLL_MS);
  }
  return null;
}

async function startAt(home: Home): Promise<EmbeddedServer> {
  makePassable(home.dir);
  if (!mayEnter(home.dir, home.user)) {
    const who = home.user ? "nobody, the user as whom PostgreSQL runs when root starts it" : "you";
    throw new StartFault(`The folder ${home.dir} cannot be entered by ${who}: set ACUSE_DATA to another one.`);
  }
  const { bin, major } = findBinaries(home.user, home.ephemeral ? dataFolder(undefined) : dirname(home.dir));
  await ensureCluster(home, bin, major);
  const { client, port } = await reach(home, () => launchPostgres({ ...home, bin }));
  const lock = await holdLauncherLock(client, home.dir, async () => (await reach(home)).client);
  const stop = async (how: StopOptions) => {
    const found = runningPostmaster(home.cluster);
    const stopping = found && stopPostmaster(home.cluster, found, how);
    await lock.release();
    await stopping;
    if (home.ephemeral) await rm(home.dir, { recursive: true, force: true, maxRetries: 5 });
  };
  const server: EmbeddedServer = {
    url: urlOf(home, port, DATABASE),
    servedAt: lock.servedAt,
    stop: (hurry) => stop({ hurry }),
    stopWhenUnused: () => stop({ whenUnused: true }),
  };
  try {
    await createDatabase(client);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Connects to the database `postgres` of the server of this home, having launched one if none runs. */
async function reach(home: Home, launch?: () => Promise<Launch>): Promise<{ client: Client; port: number }> {
  const deadline = Date.now() + READY_MS;
  let last: Launch | undefined;
  for (let launches = 0; Date.now() < deadline; await sleep(POLL_MS)) {
    const found = runningPostmaster(home.cluster);
    const client = found && (await connectIfReady(urlOf(home, found.port, "postgres")));
    if (client) return { client, port: found.port };
    const ended = last ? whyEnded(last) : "it has ended";
    if (found || ended === null) continue;
    if (!launch || launches === MOST_LAUNCHES || (last && !WORTH_ANOTHER_TRY.test(ended))) {
      throw new StartFault(`The embedded PostgreSQL does not run: ${ended} (its messages: ${home.logFile})`);
    }
    if (last) await sleep(RELAUNCH_MS);
    last = await launch();
    launches++;
  }
  throw new StartFault(`The embedded PostgreSQL is not ready yet (its messages: ${home.logFile}): try again later.`);
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query("select from pg_database where datname = $1", [DATABASE]);
  if (rowCount === 0) await client.query(`create database ${DATABASE}`);
}

/** Named after the process that uses it, so that what a killed test run left can be told and cleared away. */
async function temporaryFolder(): Promise<string> {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^acuse-test-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await clearAway(join(tmpdir(), name));
  }
  const folder = await mkdtemp(join(tmpdir(), `acuse-test-${process.pid}-`));
  await chmod(folder, 0o755);
  return folder;
}

async function clearAway(folder: string): Promise<void> {
  try {
    const { cluster } = homeAt(folder);
    const found = runningPostmaster(cluster);
    if (found) await stopPostmaster(cluster, found, {});
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    // Another user's, or another run is clearing it away too.
  }
}
