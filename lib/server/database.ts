import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Client, DatabaseError } from "pg";
import { findEmbedded, startEmbedded } from "./embedded-postgres";
import { dataDirectory, dataFolder } from "./postgres-user";
import { StartFault } from "./start-fault";

const OLDEST = 15;
const ANSWER_MS = 5_000;

/** What the environment says about where the data is. */
export type DatabasePlace = {
  /** DATABASE_URL: a PostgreSQL of one's own; the embedded one if not given. */
  databaseUrl?: string | undefined;
  /** ACUSE_DATA: the folder of the embedded databases. */
  dataFolder?: string | undefined;
};

export type Database = {
  url: string;
  embedded: boolean;
  /** A folder beside the data, of this database alone, for what waits to be written into it. Not made here. */
  waitingFolder: string;
  /** Where the application can be visited: told to whoever tries to start it on the same embedded database. */
  servedAt(address: string): Promise<void>;
  /** Stops the embedded server, last of all; leaves a database of one's own alone. */
  stop(hurry?: AbortSignal): Promise<void>;
};

/**
 * Opens the database the application lives on: `acuse` the real one, `demo` the sample. Not migrated here.
 * @throws StartFault in one line without the password, when it cannot be used
 */
export async function openDatabase(place: DatabasePlace & { name: "acuse" | "demo" }): Promise<Database> {
  if (place.databaseUrl) {
    await checkDatabase(place.databaseUrl);
    const waitingFolder = join(dataFolder(place.dataFolder), `${nameOf(place.databaseUrl)}.waiting`);
    const nothing = async () => {};
    return { url: place.databaseUrl, embedded: false, waitingFolder, servedAt: nothing, stop: nothing };
  }
  const dataDir = dataDirectory(place.name, place.dataFolder);
  const { url, servedAt, stop } = await startEmbedded({ dataDir });
  return { url, embedded: true, waitingFolder: `${dataDir}.waiting`, servedAt, stop };
}

/**
 * Runs a command's work on the database of the application, whether that runs or not: DATABASE_URL, else the embedded
 * server of `start` or, failing that, of `demo`; if neither runs, the one that has data is started for as long as it takes.
 */
export async function withDatabase<T>(place: DatabasePlace, work: (url: string) => Promise<T>): Promise<T> {
  if (place.databaseUrl) {
    await checkDatabase(place.databaseUrl);
    return work(place.databaseUrl);
  }
  const dataDirs = (["acuse", "demo"] as const).map((name) => dataDirectory(name, place.dataFolder));
  for (const dataDir of dataDirs) {
    const running = await findEmbedded(dataDir);
    if (running) return work(running.url);
  }
  const server = await startEmbedded({ dataDir: dataDirs.find((dataDir) => existsSync(dataDir)) ?? dataDirs[0]! });
  const stopAndLeave = () => void server.stop().finally(() => process.exit(130));
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, stopAndLeave);
  try {
    return await work(server.url);
  } finally {
    for (const signal of signals) process.off(signal, stopAndLeave);
    // Another command may have found this server meanwhile.
    await server.stopWhenUnused();
  }
}

/** The same for a database whoever signs in to it, and of no use to whoever reads it. */
function nameOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return createHash("sha256").update(`${host}${pathname}`).digest("hex").slice(0, 12);
}

async function checkDatabase(databaseUrl: string): Promise<void> {
  const { version, encoding } = await askDatabase(databaseUrl);
  if (version < OLDEST * 10_000) {
    throw new StartFault(
      `DATABASE_URL: PostgreSQL ${Math.floor(version / 10_000)} answers, ${OLDEST} or newer is needed.`,
    );
  }
  if (encoding !== "UTF8") throw new StartFault(`DATABASE_URL: the database is encoded in ${encoding}, not in UTF8.`);
}

async function askDatabase(databaseUrl: string): Promise<{ version: number; encoding: string }> {
  const client = clientFor(databaseUrl);
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; encoding: string }>(
      `select current_setting('server_version_num')::integer as version, current_setting('server_encoding') as encoding`,
    );
    return rows[0]!;
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const answer = error instanceof DatabaseError ? `answers: ${message}` : `does not answer (${message || code}).`;
    throw new StartFault(`DATABASE_URL: the PostgreSQL at ${client.host}:${client.port} ${answer}`);
  } finally {
    await client.end().catch(() => {});
  }
}

function clientFor(databaseUrl: string): Client {
  try {
    return new Client({ connectionString: databaseUrl, connectionTimeoutMillis: ANSWER_MS });
  } catch {
    throw new StartFault("DATABASE_URL is not an address such as postgres://user:password@host:5432/database.");
  }
}
