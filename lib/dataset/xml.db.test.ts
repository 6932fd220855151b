import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db";
import { escapedXml, escapeXml } from "./xml";

const piece = fc.oneof(
  fc.constantFrom(
    "_x0041_",
    "_x",
    "_",
    "x0041_",
    "_x005F_",
    "&",
    "<",
    ">",
    "]]>",
    "\r\n",
    "\u0001",
    "\u001f",
    "\ufffe",
    "\t",
  ),
  fc.string({ unit: "binary" }),
);
const text = fc
  .array(piece, { maxLength: 8 })
  .map((pieces) => pieces.join(""))
  .filter((value) => !value.includes("\0"));

test("Postgres escapes a text just as we do, but for quotes, which only attributes need", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (texts) => {
      const { rows } = await db.execute<{ xml: string }>(
        sql`select ${escapedXml(sql`v`)} as xml from unnest(${sql.param(texts)}::text[]) with ordinality as t (v, i) order by i`,
      );
      expect(rows.map(({ xml }) => xml)).toEqual(texts.map((each) => escapeXml(each).replaceAll("&quot;", '"')));
    }),
    { numRuns: 100 },
  );
});
