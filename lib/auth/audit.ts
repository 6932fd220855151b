import type { db, Transaction } from "@/db";
import { auditLog } from "@/db/schema";
import type { Platform } from "./platform";
import type { Scope } from "./scope";

/** Everything the log can say; the texts are under `action`. */
export const ACTIONS = [
  "installation-set-up",
  "account-created",
  "account-changed",
  "account-suspended",
  "account-resumed",
  "acting-begun",
  "acting-ended",
  "person-invited",
  "invitation-withdrawn",
  "person-joined",
  "role-changed",
  "person-removed",
  "email-changed",
  "password-changed",
  "sign-in-slowed",
  "key-created",
  "key-revoked",
  "key-limited",
  "callbacks-changed",
  "gateway-added",
  "gateway-changed",
  "routes-changed",
  "credits-added",
  "credit-control-changed",
  "prices-changed",
  "contacts-deleted",
  "contacts-merged",
  "number-forgotten",
  "group-cleared",
  "group-clear-undone",
  "blacklist-added",
  "blacklist-removed",
  "orphan-attached",
  "orphans-discarded",
] as const;
export type Action = (typeof ACTIONS)[number];

/** Plain values only, and never a secret: they are shown as they are. */
export type Details = Record<string, string | number | boolean | null>;
type Doer = { accountId: number | null; userId: number | null };

/** Written in the transaction that does it, so that nothing happens unlogged and nothing is logged that did not. */
export async function logAction(tx: Transaction | typeof db, by: Doer, action: Action, details: Details = {}) {
  await tx.insert(auditLog).values({ ...by, action, details });
}

/** Who does it within an account. What an administrator does while acting as the account says so. */
export const logFor = (tx: Transaction | typeof db, scope: Scope, action: Action, details: Details = {}) => {
  const { actor, accountId } = scope;
  const acting: Details = actor.kind === "user" && actor.actingAs ? { acting: true } : {};
  const userId = actor.kind === "user" ? actor.userId : null;
  return logAction(tx, { accountId, userId }, action, { ...details, ...acting });
};

/** What an administrator does to an account. */
export const logAbove = (tx: Transaction | typeof db, by: Platform, accountId: number, action: Action) =>
  logAction(tx, { accountId, userId: by.userId }, action);
