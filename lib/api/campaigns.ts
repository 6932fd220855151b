import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { snapshot, type Transaction } from "@/db";
import { campaigns } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { readPeriod } from "@/lib/dataset/period";
import { within } from "@/lib/dataset/sql";
import { invalid, notFound } from "@/lib/errors";
import { decimal, tenThousandths } from "@/lib/messages/change";
import { FINAL, STATUSES, type Status } from "@/lib/messages/status";

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
  const instant = new Date(Number.parseInt(at!, 36));
  if (Number.isNaN(instant.getTime())) throw invalid("Cannot be read: after.");
  return sql`(${campaigns.sentAt}, ${campaigns.id}) < (${instant.toISOString()}::timestamptz, ${id}::bigint)`;
}

function addressAfter(asked: URLSearchParams, { sentAt, id }: { sentAt: Date; id: number }): string {
  const params = new URLSearchParams();
  for (const name of ["period", "size"]) if (asked.get(name)) params.set(name, asked.get(name)!);
  params.set("after", `${sentAt.getTime().toString(36)}_${id}`);
  return `/api/v1/campaigns?${params}`;
}

type Row = Record<"messages" | "segments" | "clickedMessages" | "clicks" | "robotVisits", number> & {
  key: string;
  status: Status;
  credits: string;
};

/** From the counts, which hold each campaign by status. */
async function totalsOf(tx: Transaction, scope: Scope, shown: readonly { id: number }[]) {
  const keys = shown.map(({ id }) => String(id));
  const { rows } = await tx.execute<Row>(sql`
    select key, status, sum(messages)::bigint as messages, sum(segments)::bigint as segments,
      sum(credits)::text as credits, sum(clicked)::bigint as "clickedMessages", sum(clicks)::bigint as clicks,
      sum(robot_clicks)::bigint as "robotVisits"
    from (
      select key, status, messages, segments, credits, clicked, clicks, robot_clicks from counts ${cells(scope, keys)}
      union all
      select key, status, messages, segments, credits, clicked, clicks, robot_clicks from count_deltas ${cells(scope, keys)}
    ) as counted
    group by key, status having sum(messages) <> 0`);
  return (id: number) => sumUp(rows.filter(({ key }) => key === String(id)));
}

const cells = (scope: Scope, keys: readonly string[]) => sql`
  where account_id = ${scope.accountId} and kind = 'campaign' and key = any(${sql.param(keys)}::text[])`;

function sumUp(rows: readonly Row[]) {
  const sum = (figure: Exclude<keyof Row, "key" | "status" | "credits">) =>
    rows.reduce((total, row) => total + row[figure], 0);
  const byStatus = Object.fromEntries(
    STATUSES.map((status) => [status, rows.find((row) => row.status === status)?.messages ?? 0]),
  );
  const pending = rows.filter(({ status }) => !FINAL.has(status)).reduce((total, { messages }) => total + messages, 0);
  return {
    ...{ messages: sum("messages"), byStatus, pending, segments: sum("segments") },
    credits: decimal(rows.reduce((total, { credits }) => total + tenThousandths(credits), 0n)),
    ...{ clicks: sum("clicks"), clickedMessages: sum("clickedMessages"), robotVisits: sum("robotVisits") },
  };
}
