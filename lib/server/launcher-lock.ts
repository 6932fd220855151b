import { setTimeout as sleep } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { StartFault } from "./start-fault";

/** An advisory lock of the database `postgres`, held for as long as the launcher's session lives. */
const LOCK = 1_094_931_283;
/** PostgreSQL may need a moment to notice that a launcher was killed. */
const PATIENCE_MS = 2_000;
const POLL_MS = 100;
/** Codes of PostgreSQL for: starting up or shutting down; ended while we were connecting; not made yet. */
const NOT_NOW = ["57P03", "57P01", "3D000"];

/**
 * Connects, or answers null while the server does not take connections (yet, or any more).
 * @throws StartFault when it answers and refuses
 */
export async function connectIfReady(url: string): Promise<Client | null> {
  const client = new Client({
    connectionString: url,
    application_name: launcherName(),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    if (error instanceof DatabaseError && !NOT_NOW.includes(error.code ?? "")) {
      throw new StartFault(`The embedded PostgreSQL refuses: ${error.message}`);
    }
    return null;
  }
}

export type LauncherLock = {
  /** Tells those who find the lock taken where the application can be visited. */
  servedAt(address: string): Promise<void>;
  /** Lets go. To be called when the server no longer takes connections, or another launcher would take it over. */
  release(): Promise<void>;
};

/**
 * Makes this process the launcher of the server, for as long as it lives. A file with a pid could not do that: after a
 * restart of the machine the pid is somebody else's. PostgreSQL lets go of the lock when the session ends, however it ends.
 * @param reconnect after a crash of one of its sessions the server ends them all; fails when the server itself has ended
 * @throws StartFault naming the process that is the launcher already
 */
export async function holdLauncherLock(
  first: Client,
  dir: string,
  reconnect: () => Promise<Client>,
): Promise<LauncherLock> {
  let client = first;
  let released = false;
  const hold = async () => {
    await takeLock(client, dir);
    client.once("end", () => {
      if (!released) void again();
    });
  };
  const again = async () => {
    client = await reconnect();
    await hold();
  };
  await hold();
  return {
    async servedAt(address) {
      await client.query("select set_config('application_name', $1, false)", [`${launcherName()} ${address}`]);
    },
    async release() {
      released = true;
      await client.end();
    },
  };
}

async function takeLock(client: Client, dir: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [LOCK]);
    if (rows[0]?.taken) return;
    await sleep(POLL_MS);
  }
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity join pg_locks using (pid)
     where locktype = 'advisory' and granted and objid = $1 and datname = current_database()`,
    [LOCK],
  );
  await client.end();
  const [, pid, address] = rows[0]?.name.split(" ") ?? [];
  const holder = [pid ? `process ${pid}` : "another process", address].filter(Boolean).join(", ");
  throw new StartFault(`Acuse is already running on the data in ${dir} (${holder}).`);
}

const launcherName = () => `acuse ${process.pid}`;
