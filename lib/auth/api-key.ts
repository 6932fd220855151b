import { createHash, randomInt } from "node:crypto";
import { and, desc, eq, getTableColumns, isNull, lt, or } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db";
import { accounts, apiKeys } from "@/db/schema";
import { AppError, notFound } from "@/lib/errors";
import { readFields } from "@/lib/fields";
import { accountFacts } from "./account-facts";
import { logFor } from "./audit";
import { guardGuesses } from "./guess-guard";
import { demand, KEY_SCOPES, makeScope, type Scope } from "./scope";
import { ShortMemory } from "./short-memory";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const FORM = /^acuse_[0-9A-Za-z]{32}$/;
const SHOWN = "acuse_".length + 6;
const MOST_KEYS = 100;
/** How long a revoked key or a suspended account may still be taken. */
const REMEMBERED_MS = 3_000;
/** `last_used_at` is exact to these minutes, so that a busy key does not write with each request. */
const USED_MINUTES = 10;

export type ApiKey = Omit<typeof apiKeys.$inferSelect, "hash" | "accountId">;

/** Requests a minute, as typed; empty: the installation's own bound. 0: none. */
const perMinuteField = z
  .string()
  .trim()
  .regex(/^\d{0,7}$/, "not-a-number")
  .transform((text) => (text === "" ? null : Number(text)))
  .refine((bound) => bound === null || bound <= 1_000_000, "out-of-range")
  .default(null);

const keyForm = z.object({
  name: z.string().trim().min(1, "required").max(80, "too-long"),
  scopes: z.array(z.enum(KEY_SCOPES, "required")).min(1, "required"),
  perMinute: perMinuteField,
});

/** Newest first, the revoked ones too: who looks for an old key must see that it is one. */
export async function listKeys(scope: Scope): Promise<ApiKey[]> {
  demand(scope, "manage");
  const { hash: _, accountId: __, ...shown } = getTableColumns(apiKeys);
  return db.select(shown).from(apiKeys).where(eq(apiKeys.accountId, scope.accountId)).orderBy(desc(apiKeys.id));
}

/**
 * @returns the key itself, which is nowhere kept: 190 random bits, so its SHA-256 says nothing about it.
 * @throws FieldError (name, scopes) · AppError conflict (key `most-keys`).
 */
export async function createKey(
  scope: Scope,
  given: { name: string; scopes: readonly string[]; perMinute?: string | undefined },
): Promise<{ id: number; key: string }> {
  demand(scope, "manage");
  const { name, scopes, perMinute } = readFields(keyForm, given);
  const key = `acuse_${Array.from({ length: 32 }, () => LETTERS[randomInt(LETTERS.length)]).join("")}`;
  return db.transaction(async (tx) => {
    const mine = and(eq(apiKeys.accountId, scope.accountId), isNull(apiKeys.revokedAt));
    if ((await tx.$count(apiKeys, mine)) >= MOST_KEYS) throw new AppError("conflict", "Too many keys.", "most-keys");
    const [made] = await tx
      .insert(apiKeys)
      .values({
        ...{ accountId: scope.accountId, name, prefix: key.slice(0, SHOWN), hash: hashOf(key) },
        scopes: KEY_SCOPES.filter((each) => scopes.includes(each)),
        perMinute,
      })
      .returning({ id: apiKeys.id });
    await logFor(tx, scope, "key-created", { key: name, scopes: scopes.join(" ") });
    return { id: made!.id, key };
  });
}

/** Takes effect within seconds. @throws FieldError (perMinute) · AppError not-found, also for a revoked key. */
export async function limitKey(scope: Scope, id: number, given: { perMinute: string }): Promise<void> {
  demand(scope, "manage");
  const { perMinute } = readFields(z.object({ perMinute: perMinuteField }), given);
  await db.transaction(async (tx) => {
    const [limited] = await tx
      .update(apiKeys)
      .set({ perMinute })
      .where(and(eq(apiKeys.accountId, scope.accountId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name });
    if (!limited) throw notFound("Key");
    await logFor(tx, scope, "key-limited", { key: limited.name, perMinute });
  });
}

/** Takes effect within seconds (see `findKey`). @throws AppError not-found, also for a key revoked before. */
export async function revokeKey(scope: Scope, id: number, now: Date): Promise<void> {
  demand(scope, "manage");
  await db.transaction(async (tx) => {
    const [revoked] = await tx
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(and(eq(apiKeys.accountId, scope.accountId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name });
    if (!revoked) throw notFound("Key");
    await logFor(tx, scope, "key-revoked", { key: revoked.name });
  });
}

const remembered = new ShortMemory<Scope>(REMEMBERED_MS);

/**
 * The account behind a key, with the key's rights. A revoked key is taken for up to 3 s more, and the account's facts
 * are as old at most: whoever needs the balance of this instant reads it.
 *
 * @param address the client's, by `addressOf`: guessing from there gets slower (see `guardGuesses`).
 * @returns null when it is no key (any more).
 * @throws AppError forbidden (key `suspended`) · TooManyAttempts.
 */
export function findKey(text: string, address: string): Promise<Scope | null> {
  const hash = hashOf(text);
  const find = async () => (FORM.test(text) ? remembered.get(hash, () => readKey(hash, new Date())) : null);
  return guardGuesses(address, hash, find, (found) => found !== null);
}

/** Looked up by its hash: how long that takes tells nothing about a key. */
async function readKey(hash: string, now: Date): Promise<Scope | null> {
  const [row] = await db
    .select({ key: apiKeys, account: accounts })
    .from(apiKeys)
    .innerJoin(accounts, eq(accounts.id, apiKeys.accountId))
    .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)));
  if (!row) return null;
  const { key, account } = row;
  if (account.suspendedAt) throw new AppError("forbidden", "This account is suspended.", "suspended");
  const stale = new Date(now.getTime() - USED_MINUTES * 60_000);
  if (!key.lastUsedAt || key.lastUsedAt < stale) {
    const unused = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, stale));
    await db
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(and(eq(apiKeys.id, key.id), unused));
  }
  return makeScope(accountFacts(account), { kind: "key", keyId: key.id, scopes: key.scopes, perMinute: key.perMinute });
}

const hashOf = (key: string): string => createHash("sha256").update(key).digest("hex");
