import { parse } from "csv-parse/sync";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { auditLog, blacklist } from "@/db/schema";
import { createAccount } from "@/db/testing";
import { collect } from "@/e2e/spreadsheet";
import type { CsvKind } from "@/lib/dataset/csv";
import { blacklisted } from "./blacklisted";
import { addToBlacklist, type Entry, OWN_WORD, removeFromBlacklist } from "./change";
import { blockTyped, unblock } from "./commands";
import { blacklistCsv } from "./file";
import { lastRemovals, listBlacklist } from "./queries";

type Scope = Awaited<ReturnType<typeof createAccount>>;
const NOW = new Date("2026-11-23T12:00:00Z");

const add = (scope: Scope, entries: readonly Entry[], now = NOW) =>
  db.transaction((tx) => addToBlacklist(tx, scope, entries, now));
const numbersOf = async (scope: Scope) => (await listBlacklist(scope, {})).rows.map(({ msisdn }) => msisdn);

test("typed numbers are read as people write them; what is none is told, what is known stays", async () => {
  const scope = await createAccount();
  const numbers = "600 111 222\n+34 600 111 222, 0044 7911 123456;nonsense\n34600333444";
  expect(await blockTyped(scope, { numbers, note: "asked by phone" }, NOW)).toEqual({
    ...{ added: 3, known: 0, wrong: ["nonsense"] },
  });
  expect(await blockTyped(scope, { numbers: "34600111222" }, NOW)).toEqual({ added: 0, known: 1, wrong: [] });
  expect((await numbersOf(scope)).sort()).toEqual(["34600111222", "34600333444", "447911123456"]);
  const [row] = await db.select().from(blacklist).where(eq(blacklist.accountId, scope.accountId));
  expect(row).toMatchObject({ source: "hand", note: "asked by phone", at: NOW });
});

test.each([
  [{ numbers: " " }, { numbers: "required" }],
  [{ numbers: "1\n".repeat(10_001) }, { numbers: "too-many" }],
  [{ numbers: "600111222", note: "x".repeat(201) }, { note: "too-long" }],
])("a form that cannot be taken changes nothing (%#)", async (given, fields) => {
  const scope = await createAccount();
  await expect(blockTyped(scope, given, NOW)).rejects.toMatchObject({ fields });
  expect(await numbersOf(scope)).toEqual([]);
});

test("the first entry of a number stays, also of two in one go", async () => {
  const scope = await createAccount();
  expect(
    await add(scope, [
      { msisdn: "34600111222", source: "inbound", note: "STOP" },
      { msisdn: "34600111222", source: "hand" },
    ]),
  ).toEqual(["34600111222"]);
  expect(await add(scope, [{ msisdn: "34600111222", source: "import" }])).toEqual([]);
  expect((await listBlacklist(scope, {})).rows).toMatchObject([{ source: "inbound", note: "STOP" }]);
});

test("two at once with the same numbers neither wait in a circle nor list one twice", async () => {
  const scope = await createAccount();
  const numbers = Array.from({ length: 200 }, (_, i) => `34600${100_000 + i}`);
  const given = [numbers, [...numbers].reverse(), numbers].map((all) =>
    all.map((msisdn) => ({ msisdn, source: "import" as const })),
  );
  const added = await Promise.all(given.map((entries) => add(scope, entries)));
  expect(added.flat()).toHaveLength(200);
  expect((await listBlacklist(scope, {})).total).toBe(200);
});

test("who takes a number off is logged, without the number", async () => {
  const scope = await createAccount();
  await add(scope, [{ msisdn: "34600111222", source: "link" }]);
  await unblock(scope, "34600111222");
  expect(await numbersOf(scope)).toEqual([]);
  expect(await lastRemovals(scope)).toMatchObject([{ number: "346•••••222", source: "link", by: "user" }]);
  const log = await db.select().from(auditLog).where(eq(auditLog.accountId, scope.accountId));
  expect(JSON.stringify(log)).not.toContain("34600111222");
  await expect(unblock(scope, "34600111222")).rejects.toMatchObject({ outcome: "not-found" });
});

test("a person's own word takes back only what was his own word", async () => {
  const scope = await createAccount();
  await add(scope, [
    { msisdn: "34600111222", source: "inbound" },
    { msisdn: "34600333444", source: "hand" },
  ]);
  const removed = await db.transaction((tx) =>
    removeFromBlacklist(tx, scope, ["34600111222", "34600333444", "34600555666"], OWN_WORD),
  );
  expect(removed.map(({ msisdn }) => msisdn)).toEqual(["34600111222"]);
  expect(await numbersOf(scope)).toEqual(["34600333444"]);
});

test("pages meet every number once, newest first; a search narrows rows and total", async () => {
  const scope = await createAccount();
  const numbers = Array.from({ length: 230 }, (_, i) => `34600${100_000 + i}`);
  await add(
    scope,
    numbers.map((msisdn) => ({ msisdn, source: "import" as const })),
  );
  await add(scope, [{ msisdn: "447911123456", source: "hand" }], new Date(NOW.getTime() + 1));
  const met: string[] = [];
  for (let after: Parameters<typeof listBlacklist>[1]["after"]; ; ) {
    const page = await listBlacklist(scope, { after });
    met.push(...page.rows.map(({ msisdn }) => msisdn));
    expect(page.total).toBe(231);
    if (!page.next) break;
    after = page.next;
  }
  expect(met).toEqual(["447911123456", ...numbers.reverse()]);
  expect(await listBlacklist(scope, { digits: "44" })).toMatchObject({ total: 1, rows: [{ msisdn: "447911123456" }] });
  expect(await listBlacklist(scope, { digits: "34", source: "hand" })).toMatchObject({ total: 0, rows: [] });
});

test("an account's list is its own, and a reader only reads it", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  await add(theirs, [{ msisdn: "34600111222", source: "hand" }]);
  expect(await numbersOf(mine)).toEqual([]);
  expect(await db.transaction((tx) => blacklisted(tx, mine, ["34600111222"]))).toEqual(new Set());
  const listed = (await listBlacklist(theirs, {})).rows;
  await expect(unblock(mine, "34600111222")).rejects.toMatchObject({ outcome: "not-found" });
  expect(await numbersOf(theirs)).toEqual(["34600111222"]);
  // On one list it is not known on the other.
  const again = new Date(NOW.getTime() + 1);
  expect(await blockTyped(mine, { numbers: "+34600111222", note: "mine" }, again)).toMatchObject({
    added: 1,
    known: 0,
  });
  expect((await listBlacklist(theirs, {})).rows).toEqual(listed);
  expect((await listBlacklist(mine, {})).rows).toMatchObject([{ note: "mine", at: again }]);
  const viewer = await createAccount({ role: "viewer" });
  await expect(blockTyped(viewer, { numbers: "600111222" }, NOW)).rejects.toMatchObject({ outcome: "forbidden" });
  await expect(unblock(viewer, "34600111222")).rejects.toMatchObject({ outcome: "forbidden" });
});

test("the file holds the question's numbers, newest first, safe from spreadsheets", async () => {
  const scope = await createAccount();
  await add(scope, [{ msisdn: "447911123456", source: "import", note: "=1+1" }]);
  await add(scope, [{ msisdn: "34600111222", source: "inbound", note: "STOP" }], new Date(NOW.getTime() + 1_000));
  const csv = async (query: Parameters<typeof listBlacklist>[1], kind: CsvKind) =>
    collect((await blacklistCsv(scope, query, kind, NOW, new AbortController().signal)).chunks);
  expect(parse(await csv({}, "plain"))).toEqual([
    ["number", "source", "listedAt", "note", "listedBy", "message"],
    ["34600111222", "inbound", "2026-11-23T13:00:01.000+01:00", "STOP", "", ""],
    ["447911123456", "import", "2026-11-23T13:00:00.000+01:00", "=1+1", "", ""],
  ]);
  const excel = (await csv({ digits: "44" }, "excel")).toString("utf16le").slice(1);
  expect(parse(excel, { delimiter: "\t" })).toEqual([
    ["Number", "Source", "Since (Europe/Madrid)", "Note", "By", "Message id"],
    ['="447911123456"', "Import", "2026-11-23 13:00:00", "'=1+1", "", ""],
  ]);
});
