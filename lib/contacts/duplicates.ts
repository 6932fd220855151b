import { type SQL, sql } from "drizzle-orm";
import { snapshot } from "@/db";
import { demand, type Scope } from "@/lib/auth/scope";

/** Contacts that are perhaps one person: the same name, or the same value of an extra field. */
export type Alike = { value: string; contacts: number; ids: number[] };

const MOST = 100;
/** Of so many one would not be merged with the other by hand. */
const MOST_ALIKE = 20;

/**
 * Sets of contacts that share a value, whatever its case and the spaces around it; the largest first, at most 100.
 * @param by `name`, or the key of an extra field.
 */
export async function listDuplicates(scope: Scope, by: "name" | { field: string }): Promise<Alike[]> {
  demand(scope, "read");
  const value: SQL = by === "name" ? sql`name` : sql`fields ->> ${by.field}`;
  return snapshot(async (tx) => {
    const { rows } = await tx.execute<Alike>(sql`
      select min(value) as value, count(*)::integer as contacts, (array_agg(id order by id))[:${MOST_ALIKE}]::text[] as ids
      from (
        select id, btrim(${value}) as value from contacts where account_id = ${scope.accountId}
      ) as valued
      where value <> '' group by lower(value) having count(*) > 1
      order by count(*) desc, lower(min(value)) limit ${MOST}`);
    return rows.map((row) => ({ ...row, ids: row.ids.map(Number) }));
  });
}
