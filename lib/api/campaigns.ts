import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { snapshot, type Transaction } from "@/db";
import { campaigns } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { outcomesOf } from "@/lib/campaigns/counted";
import { instantIn } from "@/lib/dataset/instant";
import { readPeriod } from "@/lib/dataset/period";
import { within } from "@/lib/dataset/sql";
import { invalid, notFound } from "@/lib/errors";
import type { Status } from "@/lib/messages/status";

export const CAMPAIGN_SIZES = [50, 100, 200] as const;
/** Where a page begins: the number of the campaign after which it does, and its instant. */
const CURSOR = /^([0-9a-z]{6,10})_(\d{1,15})$/;

/**
 * A page of campaigns for a program, newest first, and the address of the page that follows.
 * @throws AppError invalid, naming what cannot be read.
 */
export async function readCampaigns(scope: Scope, asked: URLSearchParams, now: Date): Promise<object> {
  demand(scope, "read");
  const { period, size, after } = readAsked(scope, asked, now);
  return snapshot(async (tx) => {
    const rows = await tx
      .select(SHOWN)
      .from(campaigns)
      .where(and(eq(campaigns.accountId, scope.accountId), period, after))
      .orderBy(desc(campaigns.sentAt), desc(campaigns.id))
      .limit(size + 1);
    const shown = rows.slice(0, size);
    const totals = await totalsOf(tx, scope, shown);
    const last = rows.length > size ? shown.at(-1) : undefined;
    return {
      campaigns: shown.map((row) => ({ ...row, totals: totals(row.id) })),
      next: last ? addressAfter(asked, last) : null,
    };
  });
}

/** @throws AppError not-found, also for another account's. */
export async function readCampaign(scope: Scope, id: string): Promise<object> {
  demand(scope, "read");
  if (!/^\d{1,15}$/.test(id)) throw notFound("Campaign");
  return snapshot(async (tx) => {
    const [row] = await tx
      .select(SHOWN)
      .from(campaigns)
      .where(and(eq(campaigns.accountId, scope.accountId), eq(campaigns.id, Number(id))));
    if (!row) throw notFound("Campaign");
    const totals = await totalsOf(tx, scope, [row]);
    return { ...row, totals: totals(row.id) };
  });
}

const SHOWN = {
  ...{ id: campaigns.id, name: campaigns.name, sentAt: campaigns.sentAt, sender: campaigns.sender },
  ...{ subid: campaigns.subid, label: campaigns.label, origin: campaigns.origin, recipients: campaigns.recipients },
};

function readAsked(scope: Scope, asked: URLSearchParams, now: Date): { period?: SQL; size: number; after?: SQL } {
  const [period, size, after] = ["period", "size", "after"].map((name) => asked.get(name)?.trim() || undefined);
  const faults: string[] = [];
  const days = period === undefined ? null : readPeriod(period, "last30", { now, zone: scope.zone });
  if (period !== undefined && !days) faults.push("period");
  const rows = CAMPAIGN_SIZES.find((each) => String(each) === (size ?? "50"));
  if (!rows) faults.push("size");
  const place = CURSOR.exec(after ?? "");
  if (after !== undefined && !place) faults.push("after");
  if (faults.length > 0) throw invalid(`Cannot be read: ${faults.join(", ")}.`);
  return {
    ...(days ? { period: within(campaigns.sentAt, days, scope.zone) } : {}),
    ...(place ? { after: beyond(place) } : {}),
    size: rows!,
  };
}

function beyond([, at, id]: RegExpExecArray): SQL {
  const instant = instantIn(at!);
  if (!instant) throw invalid("Cannot be read: after.");
  return sql`(${campaigns.sentAt}, ${campaigns.id}) < (${instant.toISOString()}::timestamptz, ${id}::bigint)`;
}

function addressAfter(asked: URLSearchParams, { sentAt, id }: { sentAt: Date; id: number }): string {
  const params = new URLSearchParams();
  for (const name of ["period", "size"]) if (asked.get(name)) params.set(name, asked.get(name)!);
  params.set("after", `${sentAt.getTime().toString(36)}_${id}`);
  return `/api/v1/campaigns?${params}`;
}

type Row = Record<"id" | "messages" | "pending" | "segments" | "clicked" | "clicks" | "robot_clicks", number> &
  Record<
    "processed" | "sent" | "delivered" | "expired" | "rejected" | "non_deliverable" | "duplicate" | "test",
    number
  > & {
    credits: string;
  };

/** What became of each, in the API's words; of a campaign without messages nothing but zeros. */
async function totalsOf(tx: Transaction, scope: Scope, shown: readonly { id: number }[]) {
  const ids = sql`select unnest(${sql.param(shown.map(({ id }) => id))}::bigint[]) as id`;
  const { rows } = await tx.execute<Row>(outcomesOf(scope, ids));
  return (id: number) => {
    const row = rows.find((each) => each.id === id);
    const number = (figure: keyof Omit<Row, "credits">) => row?.[figure] ?? 0;
    return {
      messages: number("messages"),
      byStatus: {
        ...{ processed: number("processed"), sent: number("sent"), delivered: number("delivered") },
        ...{ expired: number("expired"), rejected: number("rejected"), "non-deliverable": number("non_deliverable") },
        ...{ duplicate: number("duplicate"), test: number("test") },
      } satisfies Record<Status, number>,
      ...{ pending: number("pending"), segments: number("segments"), credits: row?.credits ?? "0.0000" },
      ...{ clicks: number("clicks"), clickedMessages: number("clicked"), robotVisits: number("robot_clicks") },
    };
  };
}
