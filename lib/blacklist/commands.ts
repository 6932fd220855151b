import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db";
import { accounts } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import { demand, type Scope } from "@/lib/auth/scope";
import { notFound } from "@/lib/errors";
import { FieldError, readFields } from "@/lib/fields";
import { readNumber } from "@/lib/messages/numbers";
import { addToBlacklist, removeFromBlacklist } from "./change";
import { BLACKLIST_ON } from "./on";

/** What one form takes; more come as a file, by the import. */
export const MOST_TYPED = 10_000;
const LONGEST = 400_000;

const form = z.object({
  numbers: z.string("required").trim().min(1, "required").max(LONGEST, "too-many"),
  note: z.string().trim().max(200, "too-long").default(""),
});

/** What became of typed numbers; `wrong`: what is none, as it was written. */
export type Typed = { added: number; known: number; wrong: string[] };

/**
 * Puts typed or pasted numbers on the list: one a line, or parted by commas or semicolons.
 * @throws FieldError (numbers, note) · AppError forbidden.
 */
export async function blockTyped(scope: Scope, given: { numbers: string; note?: string }, now: Date): Promise<Typed> {
  demand(scope, "manage");
  const { numbers, note } = readFields(form, given);
  const written = numbers
    .split(/[\n\r,;\t]+/)
    .map((each) => each.trim())
    .filter((each) => each !== "");
  if (written.length > MOST_TYPED) throw new FieldError({ numbers: "too-many" });
  const wrong: string[] = [];
  const msisdns = new Set<string>();
  for (const each of written) {
    const read = readNumber(each, scope.account.defaultCountry);
    if (read.ok) msisdns.add(read.msisdn);
    else wrong.push(each.slice(0, 40));
  }
  const entries = [...msisdns].map((msisdn) => ({ msisdn, source: "hand" as const, note }));
  const added = await db.transaction(async (tx) => {
    const fresh = await addToBlacklist(tx, scope, entries, now);
    if (fresh.length > 0) await logFor(tx, scope, "blacklist-added", { numbers: fresh.length });
    return fresh.length;
  });
  return { added, known: msisdns.size - added, wrong };
}

/** Takes one number off the list, whatever put it there. @throws AppError forbidden · not-found. */
export async function unblock(scope: Scope, msisdn: string): Promise<void> {
  demand(scope, "manage");
  const removed = await db.transaction((tx) => removeFromBlacklist(tx, scope, [msisdn]));
  if (removed.length === 0) throw notFound("Number");
}

const choice = z.object({ on: z.array(z.enum(BLACKLIST_ON, "unknown-reason")) });

/** Chooses what in a receipt puts its number on the list, from now on. @throws FieldError (on) · AppError forbidden. */
export async function setBlacklistOn(scope: Scope, given: readonly string[]): Promise<void> {
  demand(scope, "manage");
  const { on } = readFields(choice, { on: given });
  const chosen = BLACKLIST_ON.filter((each) => on.includes(each));
  await db.transaction(async (tx) => {
    await tx.update(accounts).set({ blacklistOn: chosen }).where(eq(accounts.id, scope.accountId));
    await logFor(tx, scope, "account-changed", { blacklistOn: chosen.join(", ") });
  });
}
