import pg from "pg";
import { pool } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { AppError } from "@/lib/errors";

/** A file holds a connection, and while it is made a core of the database, as long as its reader takes to download it. */
const MOST_OF_ACCOUNT = 3;
const MOST_IN_ALL = 12;

/**
 * How a file is made: one process streaming in the order of an index, so that it begins at once, needs no room on the
 * server's disk for a sort of everything and leaves the other cores to whoever sends and looks. Texts and names are
 * looked up row by row (Postgres remembers them), because a hash join would lose the order.
 */
export const FILE_SETTINGS: Readonly<Record<string, string>> = {
  default_transaction_read_only: "on",
  max_parallel_workers_per_gather: "0",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  jit: "off",
  work_mem: "32MB",
  statement_timeout: "0",
  // Half a second after the reader has left, a query that still sorts or searches ends too.
  client_connection_check_interval: "500ms",
};

/** Too many files of this account, or of all accounts together, are being made. */
export class TooManyFiles extends AppError {
  readonly retryAfter = 30;
  constructor() {
    super("too-many", "Too many files are being made at the same time. Try again when one of them is done.");
  }
}

/**
 * A connection of its own, outside the pool: a download over a slow line lasts an hour, and must never be what a page or
 * a receipt waits for. Its time zone is the account's. The places are advisory locks that the connection holds, so that
 * they count over all processes and come back however it ends. Whoever opens it closes it.
 *
 * @throws TooManyFiles
 */
export async function openFileConnection(scope: Scope): Promise<pg.Client> {
  const client = new pg.Client({ ...pool().options, application_name: "acuse-file" });
  // Told to whoever waits for the rows; nobody else listens.
  client.on("error", () => {});
  await client.connect();
  try {
    const settings = { ...FILE_SETTINGS, TimeZone: scope.zone };
    await client.query(
      "select set_config(name, value, false) from unnest($1::text[], $2::text[]) as given (name, value)",
      [Object.keys(settings), Object.values(settings)],
    );
    await takePlace(client, scope.accountId);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function takePlace(client: pg.Client, accountId: number): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(
    `select exists (select from generate_series(1, $2::int) as place
         where pg_try_advisory_lock(hashtext('acuse.files.' || $1::int), place))
       and exists (select from generate_series(1, $3::int) as place
         where pg_try_advisory_lock(hashtext('acuse.files'), place)) as taken`,
    [accountId, MOST_OF_ACCOUNT, MOST_IN_ALL],
  );
  if (!rows[0]?.taken) throw new TooManyFiles();
}
