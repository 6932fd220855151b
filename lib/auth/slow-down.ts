import { eq, inArray, lt, sql } from "drizzle-orm";
import { db } from "@/db";
import { signInFailures } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { storable } from "@/lib/storable";
import { networkOf } from "./request-facts";

/*
 * Guessing gets slower with each failure and is never locked out for good: after some free failures the next attempt
 * is taken only after 1 s, 2 s, 4 s … up to 15 minutes. An attempt that came too early counts for nothing.
 */
const LONGEST_S = 15 * 60;
const FORGOTTEN_MS = 24 * 60 * 60 * 1000;
/** An address may be a whole office: it has more failures free than one person. */
const FREE = { email: 5, user: 5, setup: 5, address: 20 } as const;

/**
 * Whose failures are counted: an e-mail as it was typed, a signed-in person who is asked for the password again, the
 * network the attempt came from, that network's tries at the setup code.
 */
export type Subject = { kind: keyof typeof FREE; name: string };

export const ofEmail = (email: string): Subject => ({ kind: "email", name: plainEmail(email) });
export const ofUser = (userId: number): Subject => ({ kind: "user", name: String(userId) });
export const ofAddress = (address: string): Subject => ({ kind: "address", name: networkOf(address).slice(0, 100) });
export const ofSetup = (address: string): Subject => ({ ...ofAddress(address), kind: "setup" });

/** As it is kept with a person; without what Postgres does not take. */
export const plainEmail = (email: string): string =>
  storable(storable(email, "").trim().toLowerCase().slice(0, 254), "");

/** Told with the seconds after which the next attempt is taken. */
export class TooManyAttempts extends AppError {
  constructor(readonly retryAfter: number) {
    super("too-many", `Too many attempts. Try again in ${retryAfter} s.`, "too-many-attempts");
  }
}

/** Seconds from the last failure until the next attempt is taken. */
export function waitAfter(failures: number, free: number): number {
  return failures < free ? 0 : Math.min(LONGEST_S, 2 ** Math.min(failures - free, 20));
}

/**
 * Takes an attempt, counted as failed until `forgive` says otherwise: so a hundred guesses at once are a hundred
 * failures, not one. Kept in the database, for a restart must not forgive.
 *
 * @returns for each subject how many failures it has now, this one included.
 * @throws TooManyAttempts, and then nothing is counted.
 */
export async function takeAttempt(subjects: readonly Subject[], now: Date): Promise<number[]> {
  return db.transaction(async (tx) => {
    const counts: number[] = [];
    for (const subject of subjects) {
      const is = eq(signInFailures.subject, keyOf(subject));
      const none = { subject: keyOf(subject), failures: 0, lastAt: now };
      await tx.insert(signInFailures).values(none).onConflictDoNothing();
      const [kept] = await tx.select().from(signInFailures).where(is).for("update");
      const { failures, lastAt } = kept ?? none;
      const since = now.getTime() - lastAt.getTime();
      const failed = since > FORGOTTEN_MS ? 0 : failures;
      const wait = Math.ceil(waitAfter(failed, FREE[subject.kind]) - since / 1000);
      if (wait > 0) throw new TooManyAttempts(wait);
      await tx
        .update(signInFailures)
        .set({ failures: failed + 1, lastAt: now })
        .where(is);
      counts.push(failed + 1);
    }
    return counts;
  });
}

/**
 * The attempt was right. The e-mail begins anew; the address only gets this one attempt back, or whoever has an account
 * of his own could guess at others for ever.
 */
export async function forgive(subjects: readonly Subject[]): Promise<void> {
  const [addresses, others] = [true, false].map((address) =>
    subjects.filter(({ kind }) => (kind === "address") === address).map(keyOf),
  ) as [string[], string[]];
  if (others.length > 0) await db.delete(signInFailures).where(inArray(signInFailures.subject, others));
  if (addresses.length > 0)
    await db
      .update(signInFailures)
      .set({ failures: sql`greatest(0, ${signInFailures.failures} - 1)` })
      .where(inArray(signInFailures.subject, addresses));
}

/** For the worker, now and then: what no longer slows anybody. */
export async function sweepFailures(now: Date): Promise<void> {
  await db.delete(signInFailures).where(lt(signInFailures.lastAt, new Date(now.getTime() - FORGOTTEN_MS)));
}

const keyOf = ({ kind, name }: Subject): string => `${kind}:${name}`;
