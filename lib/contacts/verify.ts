import { sql } from "drizzle-orm";
import { db } from "@/db";
import { FACT_NAMES, factsOf } from "./knowledge";

/** More than these tell nobody more. */
const MOST = 1_000;

/** Something the agenda keeps that is not what the rows say: a contact's facts, or a group's number of members. */
export type AgendaDifference = { what: string; kept: string; inRows: string };

/** Every contact that was reckoned, and every group, of one snapshot; none when all is well. */
export async function verifyAgenda(accountId: number): Promise<AgendaDifference[]> {
  const row = (table: string) => sql.raw(`row(${FACT_NAMES.map((name) => `${table}.${name}`).join(", ")})`);
  const { rows } = await db.execute<AgendaDifference>(sql`
    (select 'contact ' || given.id as what, ${row("given")}::text as kept, ${row("facts")}::text as "inRows"
      from contacts as given, lateral (${factsOf(accountId)}) as facts
      where given.account_id = ${accountId} and given.known_at is not null
        and ${row("given")} is distinct from ${row("facts")} limit ${MOST})
    union all
    (select 'group ' || groups.id, groups.members::text, count(group_members.contact_id)::text
      from groups left join group_members on group_members.account_id = ${accountId} and group_members.group_id = groups.id
      where groups.account_id = ${accountId} group by groups.id, groups.members
      having groups.members <> count(group_members.contact_id) limit ${MOST})`);
  return rows;
}
