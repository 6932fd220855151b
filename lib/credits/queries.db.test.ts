import { expect, test } from "vitest";
import { createAccount } from "@/db/testing";
import { makePlatform } from "@/lib/auth/platform";
import { makeScope } from "@/lib/auth/scope";
import { addCredits, setPrices } from "./commands";
import { ledgerCsv } from "./file";
import { listPrices } from "./prices";
import { findAvailable, findBalance, findCredits, listMovements } from "./queries";
import { accountWithCredit, say, sendTo } from "./testing";

const text = async (chunks: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString("utf8");
};

test("the ledger is read newest first, page by page, and each account sees its own", async () => {
  const [scope, other] = [await accountWithCredit("10"), await createAccount()];
  for (let i = 0; i < 60; i++)
    await addCredits("terminal", scope.accountId, { amount: "1", note: `Top-up ${i}` }, new Date());
  const first = await listMovements(scope, { all: false });
  expect([first.rows.length, first.rows[0]!.note]).toEqual([50, "Top-up 59"]);
  const second = await listMovements(scope, { all: false, before: first.next! });
  expect([second.rows.length, second.rows.at(-1)!.note, second.next]).toEqual([11, "Test", null]);
  expect(await listMovements(other, { all: true })).toEqual({ rows: [], next: null });
  expect(await findBalance(other)).toEqual({ balance: "0.0000", reserved: "0.0000" });
  expect(await findAvailable(scope)).toBe("70.0000");
});

test("its file has every movement with exact figures, of this account only", async () => {
  const [scope, other] = [await accountWithCredit("10.25"), await accountWithCredit("99")];
  const { messages } = await sendTo(scope, ["34600111222", "34600111223"], { subid: "april" });
  await say(makeScope(scope.account, { kind: "worker" }), [messages[0]!.id], "delivered");
  expect((await listMovements(scope, { all: true })).rows.map(({ kind }) => kind)).toEqual([
    "charge",
    "reserve",
    "topup",
  ]);
  expect((await listMovements(scope, { all: false })).rows.map(({ kind }) => kind)).toEqual(["reserve", "topup"]);
  const file = await ledgerCsv(scope, "plain", new Date(), new AbortController().signal);
  const [heading, ...rows] = (await text(file.chunks)).trimEnd().split("\r\n");
  expect(heading).toBe("movement,movedAt,kind,available,reserved,messages,subid,note,movedBy");
  expect(rows.map((row) => row.split(",").slice(2).join())).toEqual([
    "charge,0.0000,-1.0000,1,april,,",
    "reserve,-2.0000,2.0000,2,april,,",
    "topup,10.2500,0.0000,0,,Test,",
  ]);
  expect(await listPrices(other)).toEqual([]);
});

test("an administrator sees an account's credits and prices; one that is not there is not", async () => {
  const scope = await accountWithCredit("3");
  const platform = makePlatform({ userId: 1, name: "Root", accountId: null });
  await setPrices(platform, scope.accountId, [{ prefix: "34", credits: "0.5" }]);
  expect(await findCredits(platform, scope.accountId)).toEqual({
    ...{ name: scope.account.name, creditControl: true, balance: "3.0000", reserved: "0.0000" },
    prices: [{ prefix: "34", credits: "0.5000" }],
  });
  expect(await findCredits(platform, 2_000_000_000)).toBeNull();
});

test("of two price tables that are set at once one is left, whole", async () => {
  const scope = await createAccount();
  const tables = ["33", "34"].map((prefix) => [{ prefix, credits: "0.5000" }]);
  await setPrices("terminal", scope.accountId, [{ prefix: "351", credits: "1" }]);
  for (let i = 0; i < 5; i++) {
    await Promise.all(tables.map((table) => setPrices("terminal", scope.accountId, table)));
    expect(tables).toContainEqual(await listPrices(scope));
  }
});

test("a key that may only send does not read the ledger", async () => {
  const scope = await accountWithCredit("3");
  const key = makeScope(scope.account, { kind: "key", keyId: 1, scopes: ["send"] });
  for (const asked of [findBalance(key), listMovements(key, { all: true }), listPrices(key)])
    await expect(asked).rejects.toMatchObject({ outcome: "forbidden" });
});
