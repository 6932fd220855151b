import { eq } from "drizzle-orm";
import { db } from "@/db";
import { accounts } from "@/db/schema";
import { AppError } from "@/lib/errors";
import type { AccountFacts } from "./scope";

/** What scopes carry of an account's row. */
export const accountFacts = (row: typeof accounts.$inferSelect): AccountFacts => ({
  id: row.id,
  name: row.name,
  zone: row.zone,
  defaultCountry: row.defaultCountry,
  defaultSender: row.defaultSender,
  duplicateMinutes: row.duplicateMinutes,
  validityMinutes: row.validityMinutes,
  creditControl: row.creditControl,
  compatAlways200: row.compatAlways200,
  ackUrl: row.ackUrl,
  clickUrl: row.clickUrl,
  callbackRobots: row.callbackRobots,
  wholeAddresses: row.wholeAddresses,
  blacklistOn: row.blacklistOn,
  outWords: row.outWords,
  inWords: row.inWords,
});

/** @throws AppError not-found; forbidden when the account is suspended and `evenSuspended` is not said. */
export async function getAccountFacts(accountId: number, { evenSuspended = false } = {}): Promise<AccountFacts> {
  const [row] = await db.select().from(accounts).where(eq(accounts.id, accountId));
  if (!row) throw new AppError("not-found", "Account not found");
  if (row.suspendedAt && !evenSuspended) throw new AppError("forbidden", "This account is suspended.", "suspended");
  return accountFacts(row);
}
