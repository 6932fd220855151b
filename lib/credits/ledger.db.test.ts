import { and, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db, pool } from "@/db";
import { accounts, balanceDeltas, campaigns, clientReferences, creditMovements, messages, texts } from "@/db/schema";
import { createAccount, unique } from "@/db/testing";
import { accountFacts } from "@/lib/auth/account-facts";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { importMessages } from "@/lib/ingest/import-messages";
import { schedule, sendDue, sendScheduled } from "@/lib/ingest/scheduled-sendings";
import { compactCounts } from "@/lib/messages/counts";
import { sweepExpired } from "@/lib/messages/sweep";
import { addCredits, setCreditControl, setPrices } from "./commands";
import { compactBalance } from "./ledger";
import { findBalance } from "./queries";
import { accountWithCredit, movementsOf, say, sendingTo, sendTo } from "./testing";
import { verifyCredits } from "./verify";

const HOUR = 3_600_000;
const [ANA, LUIS, EVA] = ["34600111221", "34600111222", "34600111223"] as const;
const worker = (scope: Scope) => makeScope(scope.account, { kind: "worker" });
const idsOf = ({ messages: sent }: { messages: readonly { id: string }[] }) => sent.map(({ id }) => id);
const inMessages = (scope: Scope) => db.$count(messages, eq(messages.accountId, scope.accountId));

test("what a sending costs is reserved when it is accepted, charged at Sent, and given back where nothing went", async () => {
  const scope = await accountWithCredit("10");
  const [one, two, three] = idsOf(await sendTo(scope, [ANA, LUIS, EVA]));
  expect(await findBalance(scope)).toEqual({ balance: "7.0000", reserved: "3.0000" });
  await say(worker(scope), [one!, two!], "sent");
  expect(await findBalance(scope)).toEqual({ balance: "7.0000", reserved: "1.0000" });
  await say(worker(scope), [one!], "delivered");
  await say(worker(scope), [two!], "rejected"); // refused by the operator: it was sent, so it is paid
  await say(worker(scope), [three!], "rejected", { refusal: true });
  expect(await findBalance(scope)).toEqual({ balance: "8.0000", reserved: "0.0000" });
  expect(await movementsOf(scope)).toEqual([
    ["topup", 10, 0, 0],
    ["reserve", -3, 3, 3],
    ["charge", 0, -2, 2],
    ["release", 1, -1, 1],
  ]);
  expect(await verifyCredits(scope.accountId)).toEqual([]);
});

test("a message costs its segments times the price of its number; without a price one credit a segment", async () => {
  const scope = await accountWithCredit("100");
  await setPrices("terminal", scope.accountId, [
    { prefix: "34", credits: "0.5" },
    { prefix: "346", credits: "0.7975" },
  ]);
  const text = "a".repeat(161);
  const asked = sendingTo([ANA, "34911222333", "491512345678"]);
  const { messages: sent } = await sendTo(scope, [], {
    messages: asked.messages.map((message, i) => ({ ...message, text: i === 0 ? text : message.text })),
  });
  expect(sent.map(({ segments, credits }) => [segments, credits])).toEqual([
    [2, "1.5950"],
    [1, "0.5000"],
    [1, "1.0000"],
  ]);
  expect(await findBalance(scope)).toEqual({ balance: "96.9050", reserved: "3.0950" });
});

test("what the balance cannot cover is refused whole, and nothing of it is recorded", async () => {
  const scope = await accountWithCredit("2");
  const reference = unique("order");
  const asked = sendingTo([ANA, LUIS, EVA]);
  const sending = { messages: asked.messages.map((message, i) => ({ ...message, reference: `${reference}${i}` })) };
  await expect(sendTo(scope, [], sending)).rejects.toMatchObject({ outcome: "no-credit", status: 402 });
  for (const table of [messages, campaigns, texts, clientReferences])
    expect(await db.$count(table, eq(table.accountId, scope.accountId))).toBe(0);
  expect(await findBalance(scope)).toEqual({ balance: "2.0000", reserved: "0.0000" });
  expect(await movementsOf(scope)).toEqual([["topup", 2, 0, 0]]);
  // The references were not used up by it.
  await addCredits("terminal", scope.accountId, { amount: "1", note: "Test" }, new Date());
  const { messages: sent } = await sendTo(scope, [], sending);
  expect(sent.every(({ repeated, status }) => !repeated && status === "processed")).toBe(true);
});

test("of two sendings that race for the last credit exactly one wins", async () => {
  const scope = await accountWithCredit("1");
  const race = await Promise.allSettled([ANA, LUIS, EVA, ANA, LUIS, EVA].map((to) => sendTo(scope, [to])));
  expect(race.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const each of race) if (each.status === "rejected") expect(each.reason).toMatchObject({ outcome: "no-credit" });
  expect(await inMessages(scope)).toBe(1);
  expect(await findBalance(scope)).toEqual({ balance: "0.0000", reserved: "1.0000" });
  expect(await verifyCredits(scope.accountId)).toEqual([]);
});

test("what was given back can be spent at once, before anybody settled it", async () => {
  const scope = await accountWithCredit("1");
  const ids = idsOf(await sendTo(scope, [ANA]));
  await say(worker(scope), ids, "rejected", { refusal: true });
  expect(await db.$count(balanceDeltas, eq(balanceDeltas.accountId, scope.accountId))).toBe(1);
  const race = await Promise.allSettled([LUIS, EVA, LUIS].map((to) => sendTo(scope, [to])));
  expect(race.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await verifyCredits(scope.accountId)).toEqual([]);
});

test("receipts wait for nobody who holds the account's row", async () => {
  const scope = await accountWithCredit("10");
  const [one, two] = idsOf(await sendTo(scope, [ANA, LUIS]));
  const held = await pool().connect();
  try {
    await held.query("begin");
    await held.query("select from accounts where id = $1 for update", [scope.accountId]);
    // They would hang here: the row is let go only after they are done.
    await Promise.all([
      say(worker(scope), [one!], "delivered"),
      say(worker(scope), [two!], "rejected", { refusal: true }),
    ]);
  } finally {
    await held.query("rollback");
    held.release();
  }
  expect(await findBalance(scope)).toEqual({ balance: "9.0000", reserved: "0.0000" });
});

test("a message that was given back and is delivered after all is charged then", async () => {
  const scope = await accountWithCredit("1");
  const now = new Date();
  const ids = idsOf(await sendTo(scope, [ANA], { validityMinutes: 5 }, now));
  expect(await sweepExpired(worker(scope), new Date(now.getTime() + HOUR))).toBe(1);
  expect(await findBalance(scope)).toEqual({ balance: "1.0000", reserved: "0.0000" });
  await sendTo(scope, [LUIS]); // spent meanwhile
  await say(worker(scope), ids, "delivered");
  expect(await findBalance(scope)).toEqual({ balance: "-1.0000", reserved: "1.0000" });
  expect((await movementsOf(scope)).at(-1)).toEqual(["charge", -1, 0, 1]);
  expect(await verifyCredits(scope.accountId)).toEqual([]);
  await expect(sendTo(scope, [EVA])).rejects.toMatchObject({ outcome: "no-credit" });
});

test("what was charged late cannot be spent again, though nobody settled it yet", async () => {
  const scope = await accountWithCredit("2");
  const now = new Date();
  const ids = idsOf(await sendTo(scope, [ANA], { validityMinutes: 5 }, now));
  expect(await sweepExpired(worker(scope), new Date(now.getTime() + HOUR))).toBe(1);
  await compactBalance(scope.accountId);
  await say(worker(scope), ids, "delivered");
  await expect(sendTo(scope, [LUIS, EVA])).rejects.toMatchObject({ outcome: "no-credit" });
  await sendTo(scope, [LUIS]);
  expect(await findBalance(scope)).toEqual({ balance: "0.0000", reserved: "1.0000" });
  expect(await verifyCredits(scope.accountId)).toEqual([]);
});

test("control can be switched while messages are under way", async () => {
  const scope = await createAccount({ duplicateMinutes: 0 });
  const asNow = async () => {
    const [row] = await db.select().from(accounts).where(eq(accounts.id, scope.accountId));
    return makeScope(accountFacts(row!), scope.actor, scope.role);
  };
  const free = idsOf(await sendTo(scope, [ANA, LUIS]));
  expect(await movementsOf(scope)).toEqual([]);
  await setCreditControl("terminal", scope.accountId, true);
  await expect(sendTo(await asNow(), [EVA])).rejects.toMatchObject({ outcome: "no-credit" });
  await addCredits("terminal", scope.accountId, { amount: "5", note: "Test" }, new Date());
  const paid = idsOf(await sendTo(await asNow(), [ANA, LUIS]));
  await setCreditControl("terminal", scope.accountId, false);
  const freeAgain = idsOf(await sendTo(await asNow(), [ANA]));
  await say(worker(scope), [...free, paid[0]!, ...freeAgain], "delivered");
  await say(worker(scope), [paid[1]!], "rejected", { refusal: true });
  expect(await movementsOf(scope)).toEqual([
    ["topup", 5, 0, 0],
    ["reserve", -2, 2, 2],
    ["charge", 0, -1, 1],
    ["release", 1, -1, 1],
  ]);
  expect(await verifyCredits(scope.accountId)).toEqual([]);
});

test("what never goes out and what others sent costs nothing", async () => {
  const scope = await accountWithCredit("1");
  await sendTo(scope, [ANA, "12"], { test: true });
  const history = { ...{ text: "Hola", sender: "Shop", status: "delivered" as const, reason: null, code: null } };
  await importMessages(
    scope,
    [
      {
        ...{
          ...history,
          to: ANA,
          sentAt: new Date(Date.now() - HOUR),
          credits: "3",
          handedAt: null,
          confirmedAt: null,
        },
        ...{ subid: null, label: null, reference: null, gateway: null },
      },
    ],
    new Date(),
  );
  expect(await movementsOf(scope)).toEqual([["topup", 1, 0, 0]]);
  expect(await verifyCredits(scope.accountId)).toEqual([]);
});

test("a scheduled sending without credit waits when it is asked for, and at its time is Rejected with that reason", async () => {
  const scope = await accountWithCredit("1");
  const now = new Date();
  const dueAt = new Date(now.getTime() + HOUR);
  const { subid } = await schedule(scope, sendingTo([ANA, LUIS]), dueAt, now);
  await expect(sendScheduled(scope, subid, now)).rejects.toMatchObject({ outcome: "no-credit" });
  expect(await inMessages(scope)).toBe(0);
  expect(await sendDue(worker(scope), dueAt)).toBe(1);
  const rows = await db.select().from(messages).where(eq(messages.accountId, scope.accountId));
  expect(rows.map(({ status, reason, credits }) => [status, reason, credits])).toEqual([
    ["rejected", "no_credit", "0.0000"],
    ["rejected", "no_credit", "0.0000"],
  ]);
  expect(await findBalance(scope)).toEqual({ balance: "1.0000", reserved: "0.0000" });
  // It left no mark in the anti-duplicate window.
  await db.update(accounts).set({ duplicateMinutes: 60 }).where(eq(accounts.id, scope.accountId));
  expect((await sendTo(scope, [ANA])).messages[0]!.status).toBe("processed");
});

test("credits are taken away up to what there is, and every change is logged and noted", async () => {
  const scope = await accountWithCredit("10");
  const add = (amount: string, note = "Invoice 7") =>
    addCredits("terminal", scope.accountId, { amount, note }, new Date());
  expect(await add("-2,5")).toBe("7.5000");
  await expect(add("-7.5001")).rejects.toMatchObject({ fields: { amount: "more-than-balance" } });
  for (const amount of ["0", "", "1e3", "abc", "1.23456"])
    await expect(add(amount)).rejects.toMatchObject({ outcome: "invalid" });
  await expect(add("1", " ")).rejects.toMatchObject({ fields: { note: "required" } });
  await expect(addCredits("terminal", 2_000_000_000, { amount: "1", note: "x" }, new Date())).rejects.toMatchObject({
    outcome: "not-found",
  });
  expect(await movementsOf(scope)).toEqual([
    ["topup", 10, 0, 0],
    ["topup", -2.5, 0, 0],
  ]);
});

test("every sum that differs is told, of this account only", async () => {
  const [scope, other] = [await accountWithCredit("10"), await accountWithCredit("10")];
  await sendTo(scope, [ANA]);
  await db.update(accounts).set({ balance: "8" }).where(eq(accounts.id, scope.accountId));
  await db.update(messages).set({ credits: "2" }).where(eq(messages.accountId, scope.accountId));
  expect(await verifyCredits(scope.accountId)).toEqual([
    { figure: "balance", inLedger: "9", elsewhere: "8" },
    { figure: "reserved", inLedger: "1", elsewhere: "2" },
  ]);
  expect(await verifyCredits(other.accountId)).toEqual([]);
  await db.update(messages).set({ status: "sent", credits: "1" }).where(eq(messages.accountId, scope.accountId));
  expect((await verifyCredits(scope.accountId)).map(({ figure }) => figure)).toEqual([
    "balance",
    "charged",
    "reserved",
  ]);

  // After the suite no account may differ.
  await db.update(messages).set({ status: "processed" }).where(eq(messages.accountId, scope.accountId));
  await db.update(accounts).set({ balance: "9" }).where(eq(accounts.id, scope.accountId));
});

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("send" as const), to: fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("receipts" as const),
      of: fc.array(fc.nat(50), { minLength: 1, maxLength: 6 }),
      meaning: fc.constantFrom("sent", "delivered", "rejected", "non-deliverable", "duplicate", "expired" as const),
      refusal: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("sweep" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("settle" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("topup" as const), amount: fc.constantFrom("1", "2.5", "-1", "0.0001") }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("switch" as const), on: fc.boolean() }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(scope: Scope, accepted: string[], action: Step): Promise<void> {
  const known = (error: { outcome?: string }) => {
    if (error.outcome !== "no-credit" && error.outcome !== "invalid") throw error;
  };
  switch (action.do) {
    case "send": {
      const to = action.to.map((digit) => `3460011122${digit}`);
      const [row] = await db.select().from(accounts).where(eq(accounts.id, scope.accountId));
      const sent = await sendTo(makeScope(accountFacts(row!), { kind: "worker" }), to).catch(known);
      if (sent) accepted.push(...idsOf(sent));
      return;
    }
    case "receipts": {
      const ids = action.of.flatMap((index) => accepted[index % accepted.length] ?? []);
      const refusal = action.refusal && action.meaning !== "sent" && action.meaning !== "delivered";
      await say(scope, [...new Set(ids)], action.meaning, { refusal });
      return;
    }
    case "sweep":
      await sweepExpired(scope, new Date(Date.now() + 73 * HOUR));
      return;
    case "settle":
      await compactBalance(scope.accountId);
      return;
    case "topup":
      await addCredits("terminal", scope.accountId, { amount: action.amount, note: "Test" }, new Date()).catch(known);
      return;
    case "switch":
      await setCreditControl("terminal", scope.accountId, action.on);
  }
}

test("whatever happens at once, the ledger adds up at every moment", { timeout: 120_000 }, async () => {
  const lanes = fc.array(fc.array(step, { minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(lanes, async (clients) => {
      const scope = await accountWithCredit("5");
      const accepted: string[] = [];
      let running = true;
      const watch = async () => {
        while (running) expect(await verifyCredits(scope.accountId)).toEqual([]);
      };
      const work = Promise.all(
        clients.map(async (steps) => {
          for (const action of steps) await take(worker(scope), accepted, action);
        }),
      ).finally(() => {
        running = false;
      });
      await Promise.all([work, watch()]);
      expect(await verifyCredits(scope.accountId)).toEqual([]);
      await compactBalance(scope.accountId);
      expect(await verifyCredits(scope.accountId)).toEqual([]);
      await compactCounts(scope.accountId);
      const [spent] = await db
        .select({ of: sql<string>`coalesce(sum(${creditMovements.available}), 0)` })
        .from(creditMovements)
        .where(and(eq(creditMovements.accountId, scope.accountId)));
      const [row] = await db.select().from(accounts).where(eq(accounts.id, scope.accountId));
      expect(Number(row!.balance)).toBe(Number(spent!.of));
    }),
    { numRuns: 20 },
  );
});
