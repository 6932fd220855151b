import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { db } from "@/db";
import { auditLog, blacklist, users } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { startsWith } from "@/lib/dataset/sql";
import type { Listed, Source } from "./change";

const PAGE = 100;

/** What is asked of the list; `after`: the place of the last row of the page before. */
export type BlacklistQuery = {
  /** The beginning of a number, in digits. */
  digits?: string | undefined;
  source?: Source | undefined;
  after?: Place | undefined;
};
export type Place = { at: Date; msisdn: string };

export type ListedRow = Pick<Listed, "msisdn" | "source" | "at" | "note" | "sentAt" | "messageId"> & {
  /** Who put it there by hand; null: nobody did, or he is gone. */
  person: string | null;
};

/** A page of the list, newest first, with how many numbers the question has. */
export async function listBlacklist(
  scope: Scope,
  query: BlacklistQuery,
): Promise<{ rows: ListedRow[]; total: number; next: Place | null }> {
  demand(scope, "read");
  const { after } = query;
  const found = await db
    .select({
      ...{ msisdn: blacklist.msisdn, source: blacklist.source, at: blacklist.at, note: blacklist.note },
      ...{ sentAt: blacklist.sentAt, messageId: blacklist.messageId, person: users.name },
    })
    .from(blacklist)
    .leftJoin(users, and(eq(users.id, blacklist.userId), eq(users.accountId, blacklist.accountId)))
    .where(
      and(
        matching(scope, query),
        after &&
          sql`(${blacklist.at}, ${blacklist.msisdn}) < (${after.at.toISOString()}::timestamptz, ${after.msisdn})`,
      ),
    )
    .orderBy(desc(blacklist.at), desc(blacklist.msisdn))
    .limit(PAGE + 1);
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  const total = await db.$count(blacklist, matching(scope, query));
  return { rows, total, next: found.length > PAGE && last ? { at: last.at, msisdn: last.msisdn } : null };
}

/** The whole list of a question as a file is made of it. */
export function selectBlacklist(scope: Scope, query: Omit<BlacklistQuery, "after">): SQL {
  demand(scope, "read");
  return sql`select ${blacklist.msisdn} as number, ${blacklist.source} as source, ${blacklist.at} as "listedAt",
      ${blacklist.note} as note, ${users.name} as "listedBy", ${blacklist.messageId}::text as message
    from ${blacklist} left join ${users} on ${users.id} = ${blacklist.userId} and ${users.accountId} = ${blacklist.accountId}
    where ${matching(scope, query)} order by ${blacklist.at} desc, ${blacklist.msisdn} desc`;
}

const matching = (scope: Scope, { digits, source }: BlacklistQuery): SQL =>
  and(
    eq(blacklist.accountId, scope.accountId),
    startsWith(blacklist.msisdn, digits),
    source && eq(blacklist.source, source),
  )!;

/** Who took numbers off the list lately; the numbers as the log may tell them. */
export type Removal = { id: number; at: Date; number: string; source: string; by: string; person: string | null };

export async function lastRemovals(scope: Scope): Promise<Removal[]> {
  demand(scope, "read");
  const rows = await db
    .select({ id: auditLog.id, at: auditLog.at, details: auditLog.details, person: users.name })
    .from(auditLog)
    .leftJoin(users, and(eq(users.id, auditLog.userId), eq(users.accountId, auditLog.accountId)))
    .where(and(eq(auditLog.accountId, scope.accountId), eq(auditLog.action, "blacklist-removed")))
    .orderBy(desc(auditLog.id))
    .limit(20);
  return rows.map(({ id, at, details, person }) => {
    const { number, source, by } = details as Record<string, string>;
    return { id, at, number: number ?? "", source: source ?? "", by: by ?? "", person };
  });
}
