import { AppError } from "@/lib/errors";

export const ROLES = ["owner", "manager", "viewer"] as const;
export type Role = (typeof ROLES)[number];

export const KEY_SCOPES = ["send", "receipts", "read"] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** Who is behind a scope: a person, a program with a key, a gateway by its path, or our own worker. */
export type Actor =
  | { kind: "user"; userId: number; name: string; email: string; platformAdmin: boolean; actingAs: boolean }
  | { kind: "key"; keyId: number; scopes: readonly KeyScope[]; perMinute?: number | null }
  | { kind: "gateway"; gatewayId: number }
  | { kind: "worker" };

/** What queries and commands need to know of the account; read once per request. */
export type AccountFacts = {
  id: number;
  name: string;
  /** IANA zone that cuts the account's days. */
  zone: string;
  defaultCountry: string | null;
  defaultSender: string;
  /** Anti-duplicate window in minutes; 0: off. */
  duplicateMinutes: number;
  validityMinutes: number;
  creditControl: boolean;
  compatAlways200: boolean;
  /** Called about messages whose sending names no address of its own; null: nobody is. */
  ackUrl: string | null;
  clickUrl: string | null;
  /** Whether clicks of robots are told too. */
  callbackRobots: boolean;
  /** Visitors' addresses are kept whole. */
  wholeAddresses: boolean;
  /** What in a receipt puts its number on the blacklist; see `lib/blacklist/by-receipt.ts`. */
  blacklistOn: readonly string[];
  /** The account's own words of leaving and coming back; null: the usual ones. */
  outWords: readonly string[] | null;
  inWords: readonly string[] | null;
};

declare const made: unique symbol;

/**
 * Who may see what. First argument of every query, command and ingest function, and made only in lib/auth: the brand
 * keeps a plain object from passing for one.
 */
export type Scope = Readonly<{
  accountId: number;
  account: AccountFacts;
  zone: string;
  role: Role | null;
  actor: Actor;
  /** Language of texts (en, es) and tag of number and date formats (en-GB …). */
  locale: string;
  formats: string;
}> & { readonly [made]: true };

export function makeScope(
  account: AccountFacts,
  actor: Actor,
  role: Role | null = null,
  language: { locale: string; formats: string } = { locale: "en", formats: "en-GB" },
): Scope {
  return { accountId: account.id, account, zone: account.zone, role, actor, ...language } as Scope;
}

/** read: see and export · send: put messages in · receipts: report outcomes · manage: gateways, keys, settings · own: people, account. */
export type Right = "read" | "send" | "receipts" | "manage" | "own";

const OF_ROLE: Record<Role, readonly Right[]> = {
  viewer: ["read"],
  manager: ["read", "send", "manage"],
  owner: ["read", "send", "manage", "own"],
};

export function may(scope: Scope, right: Right): boolean {
  const { actor, role } = scope;
  switch (actor.kind) {
    case "user":
      return role !== null && OF_ROLE[role].includes(right);
    case "key":
      return actor.scopes.some((each) => each === right);
    case "gateway":
      return right === "receipts";
    case "worker":
      return true;
  }
}

/** @throws AppError forbidden. Called where data is read or changed, never only where it is shown. */
export function demand(scope: Scope, right: Right): void {
  if (!may(scope, right)) throw new AppError("forbidden", `This needs the right "${right}".`);
}
