import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, pool } from "./index";
import { ensurePartitions } from "./migrate";

test("a month's partitions are made while others read and write, once, with every index", async () => {
  // Nothing else is sent in this month.
  const month = new Date("1987-06-05T04:03:02Z");
  await db.transaction(async (tx) => {
    for (const table of ["clicks", "receipts", "messages"])
      await tx.execute(sql`delete from ${sql.identifier(table)} where account_id = -1`);
    // Where they waited for this transaction, it would never end.
    await Promise.all([1, 2, 3].map(() => ensurePartitions(pool(), month, month)));
  });
  const { rows } = await db.execute(sql`
    select part.relname as part, count(inhrelid)::integer as indexes,
      (select count(*)::integer from pg_index as whole where whole.indrelid = replace(part.relname, '_1987_06', '')::regclass) as of
    from pg_class as part join pg_index on indrelid = part.oid left join pg_inherits on inhrelid = indexrelid
    where part.relname like '%\\_1987\\_06' group by part.relname order by part.relname`);
  expect(rows).toHaveLength(3);
  for (const { part, indexes, of } of rows) expect([part, indexes]).toEqual([part, of]);
});
