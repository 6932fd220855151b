import { type SQL, sql } from "drizzle-orm";
import { db, snapshot } from "@/db";
import { demand, type Scope } from "@/lib/auth/scope";
import type { Reached } from "@/lib/campaigns/outcome";
import { reachedBy, requireCampaign } from "@/lib/campaigns/reached";
import { addContacts, contactsOf } from "@/lib/contacts/add-contacts";
import type { MessageQuery } from "@/lib/messages/dataset";
import { matchingRows } from "@/lib/messages/matching";
import { createGroup } from "./commands";
import { addMembers } from "./members";

/** Numbers that can be written to: neither what was refused as none, nor what was forgotten. */
const recipients = (scope: Scope, query: MessageQuery): SQL => sql`
  select msisdn, country from (${matchingRows(scope, query)}) as messages
  where msisdn ~ '^[0-9]{4,15}$' and reason is distinct from 'invalid_number'`;

/** How many distinct numbers the question's messages went to. @throws AppError unavailable (key `too-slow`). */
export async function countRecipients(scope: Scope, query: MessageQuery): Promise<number> {
  demand(scope, "read");
  return snapshot(async (tx) => {
    const { rows } = await tx.execute<{ numbers: number }>(sql`
      select count(distinct msisdn)::integer as numbers from (${recipients(scope, query)}) as recipients`);
    return rows[0]!.numbers;
  });
}

type Made = { id: number; members: number; added: number };

/**
 * A new group of everybody the question's messages went to, each number once; those whom the agenda does not have
 * become contacts.
 *
 * @throws FieldError (name: required, too-long, name-taken).
 */
export const createGroupFrom = (scope: Scope, name: string, query: MessageQuery, now: Date): Promise<Made> =>
  createFrom(scope, name, recipients(scope, query), now);

/** The same of those to whom the same happened in a campaign. @throws FieldError (name) · AppError not-found. */
export async function createGroupOfReached(scope: Scope, name: string, reached: Reached, now: Date): Promise<Made> {
  await requireCampaign(scope, reached.campaign);
  return createFrom(scope, name, reachedBy(scope, reached), now);
}

/** @param numbers a select of `msisdn`, `country`, of which a number may stand in several rows. */
async function createFrom(scope: Scope, name: string, numbers: SQL, now: Date): Promise<Made> {
  demand(scope, "manage");
  return db.transaction(async (tx) => {
    const id = await createGroup(tx, scope, name, now);
    // Once, so that messages which come meanwhile are in neither or both of what follows.
    await tx.execute(sql`
      create temporary table recipients on commit drop as
      select msisdn, min(country) as country from (${numbers}) as recipients group by msisdn`);
    await tx.execute(sql`analyze recipients`);
    const given = sql`select msisdn, country, '' as name, '{}'::jsonb as fields from recipients`;
    const { added } = await addContacts(tx, scope, given, now);
    const members = await addMembers(tx, scope, id, contactsOf(scope, sql`select msisdn from recipients`));
    return { id, members, added };
  });
}
