import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { messages } from "@/db/schema";
import { startsWith } from "./sql";

test.each(["C", "en-x-icu"])("numbers that begin so are found in a database that sorts by %s", async (collation) => {
  const numbers = ["3460", "34599", "34600", "346001", "34600999", "34601", "34", "99", "990", "98", "Shop"];
  const beginning = async (digits: string) => {
    const { rows } = await db.execute<{ msisdn: string }>(sql`
      select msisdn from (
        select unnest(${sql.param(numbers)}::text[]) collate ${sql.identifier(collation)} as msisdn
      ) as ${messages} where ${startsWith(messages.msisdn, digits)}`);
    return rows.map(({ msisdn }) => msisdn);
  };
  for (const digits of ["34600", "3459", "34", "9", "99", "35"])
    expect([digits, await beginning(digits)]).toEqual([digits, numbers.filter((each) => each.startsWith(digits))]);
});
