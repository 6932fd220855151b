import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { type callbackTargets, type linkTargets, texts } from "@/db/schema";
import { alongside } from "@/db/transaction";
import type { Scope } from "@/lib/auth/scope";

/** Each distinct text or template once. @returns the id of every given one. */
export const storeTexts = (tx: Transaction, scope: Scope, bodies: ReadonlySet<string>): Promise<Map<string, number>> =>
  storeOnce(tx, scope, texts, bodies, (body) => ({ body }));

/**
 * Shared by whoever finds a text and will name it in a row of his own; alone, from its look at those rows on, by whoever
 * removes texts that none names.
 */
export const textsLock = (accountId: number, how: "xact_lock" | "xact_lock_shared") =>
  sql`select ${sql.raw(`pg_advisory_${how}`)}(hashtext('acuse.texts'), ${accountId})`;

type Table = typeof texts | typeof linkTargets | typeof callbackTargets;

/**
 * Each distinct text once per account, found again by its hash.
 * @param rowOf the row of a text, without what every such row has.
 * @returns the id of every given text.
 */
export async function storeOnce<T extends Table>(
  tx: Transaction,
  scope: Scope,
  table: T,
  bodies: ReadonlySet<string>,
  rowOf: (body: string) => Omit<T["$inferInsert"], "accountId" | "hash" | "id">,
): Promise<Map<string, number>> {
  if (bodies.size === 0) return new Map();
  const { accountId } = scope;
  await alongside(tx, textsLock(accountId, "xact_lock_shared"));
  // In the order of the hash, so that two transactions with the same new texts never wait for each other in a circle.
  const rows = [...bodies]
    .map((body) => ({ body, hash: hashOfText(body) }))
    .sort((one, other) => Buffer.compare(one.hash, other.hash));
  const byHash = new Map(rows.map(({ hash, body }) => [hash.toString("hex"), body]));
  const { id, hash } = table as typeof linkTargets;
  const find = () =>
    tx
      .select({ id, hash })
      .from(table as typeof linkTargets)
      .where(
        and(eq(table.accountId, accountId), sql`${hash} = any(${sql.param(rows.map((row) => row.hash))}::bytea[])`),
      );

  // Most texts have been seen before: look first, so that a repeated text writes nothing and waits for nobody.
  let found = await find();
  if (found.length < rows.length) {
    const known = new Set(found.map((row) => row.hash.toString("hex")));
    const missing = rows
      .filter((row) => !known.has(row.hash.toString("hex")))
      .map(({ body, hash }) => ({ accountId, hash, ...rowOf(body) }) as T["$inferInsert"]);
    const columns = Object.keys(missing[0]!) as (keyof T["$inferInsert"] & string)[];
    await tx.execute(sql`${insertFrom(table, columns, missing)} on conflict (account_id, hash) do nothing`);
    found = await find();
  }
  return new Map(found.map((row) => [byHash.get(row.hash.toString("hex"))!, row.id]));
}

/** What a text is found again by. */
export const hashOfText = (body: string): Buffer => createHash("sha256").update(body).digest().subarray(0, 16);
