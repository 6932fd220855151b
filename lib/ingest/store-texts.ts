import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { texts } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { placeholdersOf } from "@/lib/messages/template";

/**
 * Each distinct text once per account, found again by its hash.
 * @returns the id of every given text.
 */
export async function storeTexts(
  tx: Transaction,
  scope: Scope,
  bodies: ReadonlySet<string>,
): Promise<Map<string, number>> {
  if (bodies.size === 0) return new Map();
  // In the order of the hash, so that two transactions with the same new texts never wait for each other in a circle.
  const rows = [...bodies]
    .map((body) => ({
      accountId: scope.accountId,
      hash: hashOfText(body),
      body,
      templated: placeholdersOf(body).length > 0,
    }))
    .sort((one, other) => Buffer.compare(one.hash, other.hash));
  const byHash = new Map(rows.map(({ hash, body }) => [hash.toString("hex"), body]));
  const find = () =>
    tx
      .select({ id: texts.id, hash: texts.hash })
      .from(texts)
      .where(
        and(
          eq(texts.accountId, scope.accountId),
          sql`${texts.hash} = any(${sql.param(rows.map(({ hash }) => hash))}::bytea[])`,
        ),
      );

  // Most texts have been seen before: look first, so that a repeated text writes nothing and waits for nobody.
  let found = await find();
  if (found.length < rows.length) {
    const known = new Set(found.map(({ hash }) => hash.toString("hex")));
    const missing = rows.filter(({ hash }) => !known.has(hash.toString("hex")));
    const columns = ["accountId", "hash", "body", "templated"] as const;
    await tx.execute(sql`${insertFrom(texts, columns, missing)} on conflict (account_id, hash) do nothing`);
    found = await find();
  }
  return new Map(found.map(({ id, hash }) => [byHash.get(hash.toString("hex"))!, id]));
}

/** What a text is found again by. */
export const hashOfText = (body: string): Buffer => createHash("sha256").update(body).digest().subarray(0, 16);
