import { sql } from "drizzle-orm";
import { snapshot } from "@/db";
import { demand, type Scope } from "@/lib/auth/scope";
import { type Column, column } from "@/lib/dataset/column";
import type { CsvKind } from "@/lib/dataset/csv";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { type ListFile, listCsv, listXlsx } from "@/lib/dataset/list-file";
import { FINGERPRINT } from "./clear";
import { type ClearRules, LEAVING, type Leaving } from "./clear-rules";
import { leavingOf } from "./leaving";

/** What a Clear would do; nothing is changed by asking. */
export type Preview = {
  members: number;
  leaving: number;
  byReason: { reason: Leaving; members: number }[];
  /** Tells the Clear that it does what was shown. */
  fingerprint: string;
  /** The newest campaigns that went to those who would leave, and what these messages cost. */
  savings: { campaignId: number; name: string; sentAt: Date; messages: number; credits: string }[];
};

const CAMPAIGNS = 5;
const SAVED_DAYS = 90;

/** @throws AppError unavailable (key `too-slow`). */
export async function previewClear(scope: Scope, groupId: number, rules: ClearRules, now: Date): Promise<Preview> {
  demand(scope, "read");
  const since = new Date(now.getTime() - SAVED_DAYS * 86_400_000).toISOString();
  type Saved = { id: number; name: string; sent_at: string; messages: number; credits: string };
  type Row = { members: number; counts: Record<string, number>; fingerprint: string; savings: Saved[] };
  return snapshot(async (tx) => {
    const { rows } = await tx.execute<Row>(sql`
      with leaving as materialized (${leavingOf(scope, groupId, rules, now)}),
      newest as materialized (
        select id, name, sent_at from campaigns where account_id = ${scope.accountId} and sent_at >= ${since}
        order by sent_at desc limit ${CAMPAIGNS * 10}
      ),
      saved as (
        select newest.id, newest.name, newest.sent_at, count(*)::integer as messages, sum(sent.credits)::text as credits
        from leaving, lateral (
          select campaign_id, credits from messages where messages.account_id = ${scope.accountId}
            and messages.msisdn = leaving.msisdn and messages.sent_at >= ${since} and campaign_id is not null offset 0
        ) as sent join newest on newest.id = sent.campaign_id
        group by newest.id, newest.name, newest.sent_at having sum(sent.credits) > 0
        order by newest.sent_at desc limit ${CAMPAIGNS}
      )
      select (select members from groups where account_id = ${scope.accountId} and id = ${groupId}) as members,
        (select coalesce(jsonb_object_agg(reason, members), '{}') from (
          select reason, count(*)::integer as members from leaving group by reason) as counted) as counts,
        (select ${FINGERPRINT} from leaving) as fingerprint,
        (select coalesce(jsonb_agg(to_jsonb(saved) order by sent_at desc), '[]') from saved) as savings`);
    const { members, counts, fingerprint, savings } = rows[0]!;
    const byReason = LEAVING.filter((reason) => counts[reason]).map((reason) => ({ reason, members: counts[reason]! }));
    return {
      ...{ members, byReason, fingerprint, leaving: byReason.reduce((sum, each) => sum + each.members, 0) },
      savings: savings.map(({ id, sent_at, ...row }) => ({ ...row, campaignId: id, sentAt: new Date(sent_at) })),
    };
  });
}

export type LeavingRow = { id: string; number: string; name: string | null } & Record<string, unknown>;

const PAGE = 100;

/** Those who would leave for a reason, by their number in the agenda. @param after the last id of the page before. */
export async function listLeaving(
  scope: Scope,
  groupId: number,
  rules: ClearRules,
  { reason, after }: { reason: Leaving; after: number },
  now: Date,
): Promise<{ rows: LeavingRow[]; next: number | null }> {
  demand(scope, "read");
  return snapshot(async (tx) => {
    const { rows } = await tx.execute<LeavingRow>(sql`
      ${selectLeaving(scope, groupId, rules, reason, now)} and leaving.id > ${after}
      order by leaving.id limit ${PAGE + 1}`);
    const shown = rows.slice(0, PAGE);
    return { rows: shown, next: rows.length > PAGE ? Number(shown.at(-1)!.id) : null };
  });
}

export const LEAVING_COLUMNS: readonly Column[] = [
  column("number", "phone"),
  column("name", "text"),
  column("leaving", "word", { words: "leaving" }),
  column("reason", "word", { words: "reason" }),
  column("delivered", "integer"),
  column("failed", "integer"),
];

const selectLeaving = (scope: Scope, groupId: number, rules: ClearRules, reason: Leaving | null, now: Date) => sql`
  select leaving.id::text as id, leaving.msisdn as number, nullif(contacts.name, '') as name, leaving.reason as leaving,
    case when leaving.reason in ('blacklisted', 'format') then null else contacts.last_reason end as reason,
    contacts.delivered, contacts.failed
  from (${leavingOf(scope, groupId, rules, now)}) as leaving
    join contacts on contacts.account_id = ${scope.accountId} and contacts.id = leaving.id
  where ${reason === null ? sql`true` : sql`leaving.reason = ${reason}`}`;

type Asked = { groupId: number; rules: ClearRules; reason: Leaving | null };

/** Those who would leave, for one reason or for all, as a file. */
export const leavingCsv = (
  scope: Scope,
  asked: Asked,
  kind: CsvKind,
  now: Date,
  signal: AbortSignal,
): Promise<StreamedFile> => listCsv(scope, fileOf(scope, asked, now), kind, signal);

/** The same as a workbook. */
export const leavingXlsx = (scope: Scope, asked: Asked, now: Date, signal: AbortSignal): Promise<StreamedFile> =>
  listXlsx(scope, fileOf(scope, asked, now), now, signal);

function fileOf(scope: Scope, { groupId, rules, reason }: Asked, now: Date): ListFile {
  demand(scope, "read");
  const rows = sql`${selectLeaving(scope, groupId, rules, reason, now)} order by leaving.id`;
  return { name: "leaving", columns: LEAVING_COLUMNS, rows };
}
