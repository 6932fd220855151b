import { createHmac } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { forgottenNumbers } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { installationSecret } from "@/lib/auth/secret";

/** A number under a key of the installation and the account: it can be recognised, and read back by nobody. */
export async function hashNumbers(scope: Scope, msisdns: readonly string[]): Promise<Buffer[]> {
  const key = createHmac("sha256", await installationSecret())
    .update(`forgotten numbers of ${scope.accountId}`)
    .digest();
  return msisdns.map((msisdn) => createHmac("sha256", key).update(msisdn).digest());
}

/** Which of these numbers were on the blacklist when they were forgotten: no sending may reach them. */
export async function suppressed(tx: Transaction, scope: Scope, msisdns: readonly string[]): Promise<string[]> {
  const kept = and(eq(forgottenNumbers.accountId, scope.accountId), eq(forgottenNumbers.suppressed, true));
  const [any] = await tx.select({ id: forgottenNumbers.id }).from(forgottenNumbers).where(kept).limit(1);
  if (!any) return [];
  const hashes = await hashNumbers(scope, msisdns);
  const found = await tx
    .select({ hash: forgottenNumbers.hash })
    .from(forgottenNumbers)
    .where(and(kept, sql`${forgottenNumbers.hash} = any(${sql.param(hashes)}::bytea[])`));
  const known = new Set(found.map(({ hash }) => hash.toString("hex")));
  return msisdns.filter((_, place) => known.has(hashes[place]!.toString("hex")));
}
