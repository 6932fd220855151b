import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { imports } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import type { Scope } from "@/lib/auth/scope";
import { addSetToBlacklist } from "@/lib/blacklist/change";
import { addContacts, contactsOf } from "@/lib/contacts/add-contacts";
import { listFields } from "@/lib/contacts/fields";
import { AppError } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { createGroup } from "@/lib/groups/commands";
import { addMembers, lockGroup, membersOf, removeMembers } from "@/lib/groups/members";
import { isAway } from "@/lib/http";
import { type PackedBatch, readRowsInThread } from "./in-thread";
import { getImport, type Import } from "./queries";
import { UnreadableFile } from "./read-rows";
import type { ImportReport, ImportSettings } from "./settings";
import { piecesOf, removeChunks } from "./store";

class Cancelled extends Error {}

/**
 * Reads a file into the agenda in one transaction: all of it, or nothing when it fails, is cancelled or the process dies
 * (then it begins anew). Does nothing while another process is at it.
 */
export async function runImport(scope: Scope, id: string, now: () => Date): Promise<void> {
  const found = await getImport(scope, id);
  if (found.state !== "waiting" && found.state !== "running") return;
  try {
    const begun = await db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ free: boolean }>(
        sql`select pg_try_advisory_xact_lock(hashtext('acuse.import'), hashtext(${id})) as free`,
      );
      if (!rows[0]!.free) return false;
      await note(scope, id, { state: "running", startedAt: now(), progress: 0 });
      const report = await importWithin(tx, scope, found, now);
      const ended = await tx
        .update(imports)
        .set({ state: "done", report, endedAt: now(), progress: found.bytes })
        .where(and(mine(scope, id), eq(imports.state, "running")));
      if (ended.rowCount === 0) throw new Cancelled();
      return true;
    });
    if (begun) await removeChunks(scope, id);
  } catch (error) {
    await end(scope, id, error, now());
  }
}

/** What was wrong is told in a word of ours. While the database is away nothing has ended: it begins anew. */
async function end(scope: Scope, id: string, error: unknown, now: Date): Promise<void> {
  if (isAway(error)) throw error;
  if (!(error instanceof Cancelled)) {
    const failed = { state: "failed" as const, error: toldOf(error), endedAt: now };
    await note(scope, id, failed).catch((other: unknown) => {
      if (!(other instanceof Cancelled)) throw other;
    });
  }
  await removeChunks(scope, id);
}

function toldOf(error: unknown): string {
  if (error instanceof UnreadableFile) return `${error.key}:${error.line}`;
  if (error instanceof FieldError) return Object.values(error.fields)[0] ?? "unknown";
  if (error instanceof AppError && error.outcome === "not-found") return "group-gone";
  console.error(error);
  return "unknown";
}

async function importWithin(tx: Transaction, scope: Scope, given: Import, now: () => Date): Promise<ImportReport> {
  const { settings } = given;
  // Seen by this transaction only, and gone with it.
  await tx.execute(sql`
    create temporary table imported_rows (line integer, msisdn text, country text, name text, fields jsonb) on commit drop`);
  const { repaired, refused, empty } = await readInto(tx, scope, given);
  const duplicates = await setDuplicatesAside(tx, scope, given.id);
  await tx.execute(sql`create index on imported_rows (msisdn)`);
  await tx.execute(sql`analyze imported_rows`);
  const numbers = sql`select msisdn from imported_rows`;
  // A field may have been removed since the import began, and its values with it.
  const kept = (await listFields(scope)).map(({ key }) => `field:${key}`);
  const gone = settings.columns.filter((each) => each.startsWith("field:") && !kept.includes(each));
  const rows = sql`
    select msisdn, country, name, fields - ${sql.param(gone.map((each) => each.slice("field:".length)))}::text[] as fields
    from imported_rows`;
  const { added, changed } = await addContacts(tx, scope, rows, now());
  const barred = settings.blacklist ? await bar(tx, scope, given, numbers, now()) : 0;
  const { all, black } = await count(tx, scope);
  const group = await intoGroup(tx, scope, settings, contactsOf(scope, numbers), all, now());
  const known = all - added;
  return { added, known, duplicates, refused, empty, repaired, changed, blacklisted: black, barred, group };
}

async function bar(tx: Transaction, scope: Scope, { name }: Import, numbers: SQL, now: Date): Promise<number> {
  const barred = await addSetToBlacklist(tx, scope, numbers, { source: "import", note: name.slice(0, 200) }, now);
  if (barred > 0) await logFor(tx, scope, "blacklist-added", { numbers: barred });
  return barred;
}

/** Reads the whole file; after each batch whoever looks sees how far it is, and may have given it up. */
async function readInto(tx: Transaction, scope: Scope, given: Import): Promise<PackedBatch["counts"]> {
  const all = { repaired: 0, refused: 0, empty: 0 };
  for await (const { rows, refused, counts, bytes } of readRowsInThread(piecesOf(scope, given.id), given.settings)) {
    await tx.execute(sql`
      insert into imported_rows select * from json_to_recordset(${rows}::json)
        as (line integer, msisdn text, country text, name text, fields jsonb)`);
    // A row of several lines is named by its last one: two never have the same.
    await tx.execute(sql`
      insert into import_remarks (account_id, import_id, line, content, reason)
      select ${scope.accountId}::integer, ${given.id}::uuid, line, content, reason
      from json_to_recordset(${refused}::json) as (line integer, content text, reason text) on conflict do nothing`);
    for (const key of ["repaired", "refused", "empty"] as const) all[key] += counts[key];
    await note(scope, given.id, { progress: bytes });
  }
  return all;
}

/** Of a number that stands in several rows the first counts; the others are told, not dropped. @returns how many. */
async function setDuplicatesAside(tx: Transaction, { accountId }: Scope, id: string): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    with later as (
      delete from imported_rows using (
        select msisdn, min(line) as first from imported_rows group by msisdn having count(*) > 1
      ) as twice
      where imported_rows.msisdn = twice.msisdn and imported_rows.line > twice.first
      returning imported_rows.line, imported_rows.msisdn, imported_rows.name
    )
    insert into import_remarks (account_id, import_id, line, content, reason)
    select ${accountId}::integer, ${id}::uuid, line, concat_ws(' · ', msisdn, nullif(name, '')), 'duplicate-in-file'
    from later on conflict do nothing`);
  return rowCount ?? 0;
}

async function count(tx: Transaction, { accountId }: Scope): Promise<{ all: number; black: number }> {
  const { rows } = await tx.execute<{ all: number; black: number }>(sql`
    select count(*)::integer as all, count(*) filter (where exists (
      select from blacklist where account_id = ${accountId} and blacklist.msisdn = imported_rows.msisdn
    ))::integer as black from imported_rows`);
  return rows[0]!;
}

async function intoGroup(
  tx: Transaction,
  scope: Scope,
  { group, mode }: ImportSettings,
  contacts: ReturnType<typeof contactsOf>,
  all: number,
  now: Date,
): Promise<ImportReport["group"]> {
  if (group === null) return null;
  const id = "id" in group ? group.id : await createGroup(tx, scope, group.name, now);
  const { name } = await lockGroup(tx, scope, id);
  const others = sql`${membersOf(scope, id)} except (${contacts})`;
  // A file of which nothing could be read, of another column say, is no list that replaces another.
  const left = mode === "replace" && all > 0 ? await removeMembers(tx, scope, id, others) : 0;
  const joined = await addMembers(tx, scope, id, contacts);
  return { id, name, joined, already: all - joined, left };
}

/** Outside of the import's transaction, so that others see it. @throws Cancelled, when it was given up meanwhile. */
async function note(scope: Scope, id: string, told: Partial<typeof imports.$inferInsert>): Promise<void> {
  const { rowCount } = await db
    .update(imports)
    .set(told)
    .where(and(mine(scope, id), inArray(imports.state, ["waiting", "running"])));
  if (rowCount === 0) throw new Cancelled();
}

/** Begins again what a killed process left. */
export async function resumeImports(scope: Scope, now: () => Date): Promise<void> {
  const open = await db
    .select({ id: imports.id })
    .from(imports)
    .where(and(eq(imports.accountId, scope.accountId), inArray(imports.state, ["waiting", "running"])));
  for (const { id } of open) await runImport(scope, id, now);
}

const mine = (scope: Scope, id: string) => and(eq(imports.accountId, scope.accountId), eq(imports.id, id));
