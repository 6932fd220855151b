import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CopyBuffer } from "./copy";
import { db, pool } from "./index";
import { receipts } from "./schema";
import { createAccount } from "./testing";

test("whatever a row holds arrives as it was", async () => {
  const text = fc.string({ unit: "binary" }).map((value) => value.replaceAll("\0", ""));
  const awkward = fc.oneof(text, fc.constantFrom("\\N", "\\.", "\t", "\r\n", "\\\\", "", "null", "a\\tb"));
  const instant = fc.date({
    min: new Date("1900-01-01T00:00Z"),
    max: new Date("2100-01-01T00:00Z"),
    noInvalidDate: true,
  });
  const row = fc.tuple(awkward, fc.option(awkward), fc.boolean(), instant);
  const { accountId } = await createAccount();
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1 }), async (given) => {
      const sentAt = new Date();
      const rows = given.map(([value, option, flag, occurredAt]) => ({
        ...{ accountId, sentAt, messageId: uuid(), key: `k${value}`, gatewayId: null, part: 0, meaning: null },
        ...{ sweep: flag, refusal: !flag, code: option, reason: null, occurredAt, receivedAt: sentAt },
        ...{ verdict: "applied" as const, text: value, raw: option, repeats: 7 },
      }));
      const buffer = new CopyBuffer(receipts);
      for (const row of rows) buffer.add(row);
      const client = await pool().connect();
      await buffer.flush(client).finally(() => client.release());
      const found = await db.delete(receipts).where(eq(receipts.accountId, accountId)).returning();
      const byId = (one: { messageId: string }, other: { messageId: string }) =>
        one.messageId < other.messageId ? -1 : 1;
      expect(found.sort(byId)).toEqual(rows.sort(byId));
    }),
    { numRuns: 50 },
  );
});

const uuid = () =>
  randomBytes(16)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
