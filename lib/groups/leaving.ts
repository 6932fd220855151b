import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { numberPatterns } from "@/lib/contacts/number-format";
import { FAILED } from "@/lib/messages/status";
import { type ClearRules, NOT_THE_NUMBERS } from "./clear-rules";

/**
 * Who leaves a group by these rules, and why: a select of `id`, `msisdn`, `reason`. The preview, its lists and files,
 * and the Clear itself are made of it, so that they cannot differ.
 *
 * What the agenda keeps of a number says of most contacts that they stay, and where one failure is enough of most others
 * that they leave. So the account's suspects are found first, in one pass, and only they are looked up in the group; messages
 * are read only of those of whom the agenda leaves it open.
 */
export function leavingOf({ accountId }: Scope, groupId: number, rules: ClearRules, now: Date): SQL {
  const { why, row, last, days } = rules;
  const failures = sql`${sql.param(FAILED.filter((status) => why.includes(status)))}::message_status[]`;
  const beside = sql`${sql.param(NOT_THE_NUMBERS)}::text[]`;
  const since = sql`${new Date(now.getTime() - days * 86_400_000).toISOString()}::timestamptz`;
  const ended = sql`('delivered', 'expired', 'rejected', 'non-deliverable')`;
  /** The newest message is the newest outcome that counts. */
  const told = sql`(known_at is not null and last_status in ${ended} and not coalesce(last_reason = any(${beside}), false))`;
  const failed = sql`(${told} and last_status = any(${failures}) and last_sent_at >= ${since})`;
  const sure = row === 1 ? failed : sql`false`;
  const open = sql`((known_at is null or failed >= ${row}) and (${row === 1 ? sql`false` : failed} or not ${told}))`;
  // A number that was reached is right, whatever its country's plan says.
  const patterns = sql`(select ${JSON.stringify(numberPatterns())}::jsonb)`;
  const wrong = why.includes("format")
    ? sql`coalesce(delivered = 0 and msisdn !~ (${patterns} ->> country), false)`
    : sql`false`;
  const blocks = why.includes("blacklisted") ? sql`true` : sql`false`;
  // `offset 0`: looked up one by one. Joined, the group would be taken for a small one, and all of it be compared with each.
  const isMember = sql`exists (select from group_members
    where account_id = ${accountId} and group_id = ${groupId} and contact_id = suspects.id offset 0)`;
  const isBlocked = sql`(${blocks} and exists (select from blacklist
    where blacklist.account_id = ${accountId} and blacklist.msisdn = suspects.msisdn offset 0))`;
  return sql`
    with suspects as materialized (
      select id, msisdn, case when ${wrong} then 'format' when ${sure} then last_status::text end as reason
      from contacts where account_id = ${accountId} and (${wrong} or ${sure} or ${open})
    )
    select id, msisdn, 'blacklisted' as reason from (
      select contacts.id, contacts.msisdn
      from blacklist join contacts on contacts.account_id = ${accountId} and contacts.msisdn = blacklist.msisdn
      where ${blocks} and blacklist.account_id = ${accountId} offset 0
    ) as suspects where ${isMember}
    union all
    select id, msisdn, reason from suspects
    where reason is not null and ${isMember} and not ${isBlocked}
    union all
    select id, msisdn, newest.failure
    from suspects cross join lateral (
      select case when count(*) filter (where failed) >= ${row} and (array_agg(failed))[1]
        then (array_agg(status))[1] end as failure
      from (
        select status::text, status = any(${failures}) as failed from messages
        where messages.account_id = ${accountId} and messages.msisdn = suspects.msisdn
          and sent_at >= ${since} and status in ${ended} and not coalesce(messages.reason = any(${beside}), false)
        order by sent_at desc, messages.id desc limit ${last}
      ) as newest
    ) as newest
    where suspects.reason is null and ${isMember} and not ${isBlocked} and newest.failure is not null`;
}
