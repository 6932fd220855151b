import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { numberPatterns } from "@/lib/contacts/number-format";
import { FAILED } from "@/lib/messages/status";
import { type ClearRules, NOT_THE_NUMBERS } from "./clear-rules";

/**
 * Who leaves a group by these rules, and why: a select of `id`, `msisdn`, `reason`. The preview, its lists and files,
 * and the Clear itself are made of it, so that they cannot differ.
 *
 * Only of numbers that have failed and were not delivered last are messages read at all: what the agenda keeps of a
 * number says which these are.
 */
export function leavingOf({ accountId }: Scope, groupId: number, { why, row, days }: ClearRules, now: Date): SQL {
  const failures = FAILED.filter((status) => why.includes(status));
  const suspected = sql`(contacts.known_at is null or (contacts.failed > 0 and contacts.last_status is distinct from 'delivered'))`;
  const since = new Date(now.getTime() - days * 86_400_000).toISOString();
  const unless = (is: boolean, condition: SQL) => (is ? condition : sql`false`);
  const blacklisted = unless(
    why.includes("blacklisted"),
    sql`exists (select from blacklist where blacklist.account_id = ${accountId} and blacklist.msisdn = contacts.msisdn)`,
  );
  // A number that was reached is right, whatever its country's plan says.
  const format = unless(
    why.includes("format"),
    sql`contacts.delivered = 0 and contacts.msisdn !~ (plans.patterns ->> contacts.country)`,
  );
  return sql`
    select judged.id, judged.msisdn, judged.reason from (
      select contacts.id, contacts.msisdn, case
          when ${blacklisted} then 'blacklisted' when ${format} then 'format' else last.failure end as reason
      from group_members
        join contacts on contacts.account_id = ${accountId} and contacts.id = group_members.contact_id,
        (select ${JSON.stringify(numberPatterns())}::jsonb as patterns offset 0) as plans,
        lateral (
          select case when count(*) = ${row} and bool_and(failed) then (array_agg(status))[1] end as failure
          from (
            select status::text, status = any(${sql.param(failures)}::message_status[]) as failed from messages
            where ${suspected} and ${failures.length > 0}
              and messages.account_id = ${accountId} and messages.msisdn = contacts.msisdn and sent_at >= ${since}
              and status in ('delivered', 'expired', 'rejected', 'non-deliverable')
              and not coalesce(reason = any(${sql.param(NOT_THE_NUMBERS)}::text[]), false)
            order by sent_at desc, messages.id desc limit ${row}
          ) as newest
        ) as last
      where group_members.account_id = ${accountId} and group_members.group_id = ${groupId}
    ) as judged where judged.reason is not null`;
}
