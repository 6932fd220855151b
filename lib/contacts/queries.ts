import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { db, snapshot, type Transaction } from "@/db";
import { contacts, groupMembers, groups } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { type From, type Page, readPage, withInstants } from "@/lib/dataset/page";
import { notFound } from "@/lib/errors";
import type { ContactColumn, ContactDataset, ContactQuery } from "./dataset";
import { isBlacklisted, matching, placeOf } from "./matching";

export type Contact = typeof contacts.$inferSelect;

/** A row of the list: the columns that were asked for, and what the page needs of every row. */
export type ContactRow = { id: string; addedAt: Date; known: boolean } & Record<string, unknown>;

/** Every column in SQL; an extra field is read out of `fields`. */
const EXPRESSIONS: Record<Exclude<ContactColumn, `x_${string}`>, SQL> = {
  number: sql`${contacts.msisdn}`,
  name: sql`nullif(${contacts.name}, '')`,
  groups: sql`(select string_agg(own.name, ', ' order by lower(own.name)) from group_members as of_it
    join groups as own on own.account_id = of_it.account_id and own.id = of_it.group_id
    where of_it.account_id = ${contacts.accountId} and of_it.contact_id = ${contacts.id})`,
  country: sql`${contacts.country}`,
  outcome: sql`${contacts.lastStatus}::text`,
  reason: sql`${contacts.lastReason}`,
  delivered: sql`${contacts.delivered}`,
  failed: sql`${contacts.failed}`,
  lastSentAt: sql`${contacts.lastSentAt}`,
  lastClickAt: sql`${contacts.lastClickAt}`,
  blacklisted: sql`case when ${isBlacklisted} then 'yes' else 'no' end`,
  addedAt: sql`${contacts.createdAt}`,
};

const expressionOf = (key: ContactColumn): SQL =>
  key.startsWith("x_") ? sql`${contacts.fields} ->> ${key.slice(2)}` : EXPRESSIONS[key as keyof typeof EXPRESSIONS];

const selectedAs = (keys: readonly ContactColumn[]) =>
  sql.join(
    [...new Set(keys)].map((key) => sql`${expressionOf(key)} as ${sql.identifier(key)}`),
    sql`, `,
  );

/** One page, newest first, and how many there are, in one snapshot. */
export async function listContacts(
  scope: Scope,
  dataset: ContactDataset,
  query: ContactQuery,
  columns: readonly ContactColumn[],
): Promise<Page<ContactRow> & { total: number }> {
  demand(scope, "read");
  return snapshot(async (tx) => {
    const page = await readPage(
      query,
      (from) => read(tx, scope, dataset, query, columns, from),
      ({ id }) => ({ at: id, id }),
    );
    return { ...page, total: await countWithin(tx, scope, query) };
  });
}

async function read(
  tx: Transaction,
  scope: Scope,
  dataset: ContactDataset,
  query: ContactQuery,
  columns: readonly ContactColumn[],
  { cursor, backwards }: From,
): Promise<ContactRow[]> {
  const direction = backwards ? asc : desc;
  const { from, where } = matching(scope, query);
  const place = placeOf(query);
  const beyond = cursor ? sql`and ${place} ${backwards ? sql`>` : sql`<`} ${cursor.id}::bigint` : sql``;
  // The page is cut before anything is looked up for its rows.
  const { rows } = await tx.execute(sql`
    select ${contacts.id}::text as id, ${contacts.knownAt} is not null as known, ${selectedAs(["addedAt", ...columns])}
    from (
      select contacts.* from ${from} where ${where} ${beyond}
      order by ${direction(place)} limit ${query.size + 1}
    ) as contacts order by ${direction(contacts.id)}`);
  return rows.map((row) => withInstants(dataset.columns, row) as ContactRow);
}

/** How many match; of a whole group, what the group says of itself. */
async function countWithin(tx: Transaction, scope: Scope, query: Pick<ContactQuery, "filter">): Promise<number> {
  const { filter } = query;
  const [group] = filter.group ?? [];
  if (filter.group?.length === 1 && Object.keys(filter).length === 1) {
    const own = and(eq(groups.accountId, scope.accountId), eq(groups.id, group!));
    const [row] = await tx.select({ members: groups.members }).from(groups).where(own);
    return row?.members ?? 0;
  }
  const { from, where } = matching(scope, query);
  const { rows } = await tx.execute<{ total: number }>(sql`select count(*) as total from ${from} where ${where}`);
  return rows[0]!.total;
}

export async function countContacts(scope: Scope, query: Pick<ContactQuery, "filter">): Promise<number> {
  demand(scope, "read");
  return snapshot((tx) => countWithin(tx, scope, query));
}

/** What a file is made of: all rows of the question in its order, each column under its key, as it is stored. */
export function selectForFile(scope: Scope, query: ContactQuery, columns: readonly ContactColumn[]): SQL {
  demand(scope, "read");
  const { from, where } = matching(scope, query);
  return sql`select ${selectedAs(columns)} from ${from} where ${where} order by ${placeOf(query)} desc`;
}

/** All contacts of a question, as commands take them: a select of `id`. */
export function contactsMatching(scope: Scope, query: Pick<ContactQuery, "filter">): SQL {
  const { from, where } = matching(scope, query);
  return sql`select ${contacts.id} as id from ${from} where ${where}`;
}

export type ContactDetail = Awaited<ReturnType<typeof getContact>>;

/** A contact with its groups. @throws AppError not-found, also for another account's. */
export async function getContact(scope: Scope, id: number) {
  demand(scope, "read");
  const [contact] = await db
    .select({ contact: contacts, blacklisted: sql<boolean>`${isBlacklisted}` })
    .from(contacts)
    .where(and(eq(contacts.accountId, scope.accountId), eq(contacts.id, id)));
  if (!contact) throw notFound("Contact");
  const own = await db
    .select({ id: groups.id, name: groups.name })
    .from(groupMembers)
    .innerJoin(groups, and(eq(groups.accountId, groupMembers.accountId), eq(groups.id, groupMembers.groupId)))
    .where(and(eq(groupMembers.accountId, scope.accountId), eq(groupMembers.contactId, id)))
    .orderBy(sql`lower(${groups.name})`);
  return { ...contact.contact, blacklisted: contact.blacklisted, groups: own };
}

/** These contacts of the account, in the order of their ids; what is not there is left out. */
export async function contactsWithIds(scope: Scope, ids: readonly number[]): Promise<Contact[]> {
  demand(scope, "read");
  return db
    .select()
    .from(contacts)
    .where(and(eq(contacts.accountId, scope.accountId), sql`${contacts.id} = any(${sql.param(ids)}::bigint[])`))
    .orderBy(asc(contacts.id));
}

/** The contact of a number; null: the agenda has none. */
export async function contactOfNumber(scope: Scope, msisdn: string): Promise<Pick<Contact, "id" | "name"> | null> {
  demand(scope, "read");
  const [found] = await db
    .select({ id: contacts.id, name: contacts.name })
    .from(contacts)
    .where(and(eq(contacts.accountId, scope.accountId), eq(contacts.msisdn, msisdn)));
  return found ?? null;
}
