import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { idempotencyKeys } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { AppError, invalid } from "@/lib/errors";

const LONGEST_KEY = 255;

/**
 * Does a request once, however often it is repeated with the same Idempotency-Key: the answer is kept in the
 * transaction of the work, and two at the same moment wait for each other. Without a key it is simply done.
 * Draft of the header: IETF httpapi idempotency-key-header. Keys are kept two days.
 *
 * @param body the request as received: the same key with another body is a conflict.
 */
export async function once<T>(
  scope: Scope,
  key: string | undefined,
  body: Buffer,
  now: Date,
  work: (tx: Transaction) => Promise<T>,
): Promise<{ answer: T; replayed: boolean }> {
  if (key === undefined) return { answer: await db.transaction(work), replayed: false };
  if (key.length === 0 || key.length > LONGEST_KEY)
    throw invalid(`Idempotency-Key must have 1 to ${LONGEST_KEY} characters.`);
  const requestHash = createHash("sha256").update(body).digest();
  return db.transaction(async (tx) => {
    const own = and(eq(idempotencyKeys.accountId, scope.accountId), eq(idempotencyKeys.key, key));
    const taken = await tx
      .insert(idempotencyKeys)
      .values({ accountId: scope.accountId, key, requestHash, answer: null, createdAt: now })
      .onConflictDoNothing()
      .returning({ key: idempotencyKeys.key });
    if (taken.length > 0) {
      const answer = await work(tx);
      await tx.update(idempotencyKeys).set({ answer }).where(own);
      return { answer, replayed: false };
    }
    const [before] = await tx.select().from(idempotencyKeys).where(own);
    if (!before?.requestHash.equals(requestHash))
      throw new AppError("conflict", "This Idempotency-Key was used for another request.");
    return { answer: before.answer as T, replayed: true };
  });
}
