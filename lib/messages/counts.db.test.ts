import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db";
import { countDeltas, counts, messages } from "@/db/schema";
import { createAccount, createCampaign, createMessage, createMessages } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import { recordReceipts } from "@/lib/ingest/record-receipts";
import { changeMessages, lockMessages } from "./change";
import { compactCounts, rebuildCounts, verifyCounts } from "./counts";
import { type Meaning, STATUSES } from "./status";

const deltasOf = (scope: Scope) => db.$count(countDeltas, eq(countDeltas.accountId, scope.accountId));
const cellsOf = (scope: Scope) => db.select().from(counts).where(eq(counts.accountId, scope.accountId));

test("compaction moves the deltas, keeps every figure and leaves no empty cell behind", async () => {
  const scope = await createAccount();
  const campaignId = await createCampaign(scope);
  const sentAt = new Date("2026-03-29T00:59:59.999Z");
  const message = await createMessage(scope, { sentAt, campaignId, status: "sent", credits: "0.0725", clicks: 2 });
  expect(await compactCounts(scope.accountId)).toBe(2);
  await db.transaction(async (tx) => {
    const [before] = await lockMessages(tx, scope, [message]);
    await changeMessages(tx, scope, [{ before: before!, after: { ...before!, status: "delivered" } }]);
  });
  expect(await compactCounts(scope.accountId)).toBe(4);
  expect(await deltasOf(scope)).toBe(0);
  expect(await cellsOf(scope)).toEqual(
    [
      { kind: "quarter", key: "", at: new Date("2026-03-29T00:45:00Z") },
      { kind: "campaign", key: String(campaignId), at: new Date(0) },
    ].map((cell) => ({
      ...cell,
      accountId: scope.accountId,
      status: "delivered",
      ...{ messages: 1, segments: 1, credits: "0.0725", clicked: 1, clicks: 2, robotClicks: 0 },
    })),
  );
  expect(await verifyCounts(scope.accountId)).toEqual([]);
});

test("every figure that differs is told, with both values, and only of this account", async () => {
  const scope = await createAccount();
  const campaignId = await createCampaign(scope);
  const sentAt = new Date("2026-05-01T10:20:00Z");
  await createMessages(scope, [{ sentAt, campaignId }, { sentAt }]);
  const other = await createAccount();
  await createMessage(other, { sentAt });
  // Past the one door, as nobody may.
  await db.update(messages).set({ credits: "1.5", robotClicks: 3 }).where(eq(messages.campaignId, campaignId));
  await db.delete(countDeltas).where(eq(countDeltas.accountId, other.accountId));

  const quarter = { kind: "quarter", key: "", at: "2026-05-01T10:15:00Z", status: "delivered" };
  const campaign = { ...quarter, kind: "campaign", key: String(campaignId), at: "1970-01-01T00:00:00Z" };
  expect(await verifyCounts(scope.accountId)).toEqual([
    { ...quarter, figure: "credits", counted: "2", inRows: "2.5" },
    { ...quarter, figure: "robot_clicks", counted: "0", inRows: "3" },
    { ...campaign, figure: "credits", counted: "1", inRows: "1.5" },
    { ...campaign, figure: "robot_clicks", counted: "0", inRows: "3" },
  ]);
  expect((await verifyCounts(other.accountId)).map(({ figure, counted, inRows }) => [figure, counted, inRows])).toEqual(
    [
      ["credits", "0", "1"],
      ["messages", "0", "1"],
      ["segments", "0", "1"],
    ],
  );

  await rebuildCounts(scope.accountId);
  expect(await verifyCounts(scope.accountId)).toEqual([]);
  expect(await deltasOf(scope)).toBe(0);
  await rebuildCounts(other.accountId); // after the suite no account may differ
});

test("two compactions at once do the work once", async () => {
  const scope = await createAccount();
  for (let i = 0; i < 20; i++) await createMessage(scope);
  const moved = await Promise.all([1, 2, 3, 4].map(() => compactCounts(scope.accountId)));
  expect(moved.reduce((sum, each) => sum + each)).toBe(20);
  expect(await verifyCounts(scope.accountId)).toEqual([]);
});

const MEANINGS = STATUSES.filter((status): status is Meaning => status !== "test");
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("accept" as const), to: fc.array(fc.nat(4), { minLength: 1 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("receipts" as const),
      of: fc.array(fc.tuple(fc.nat(50), fc.constantFrom(...MEANINGS), fc.nat(1)), { minLength: 1, maxLength: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("click" as const), of: fc.nat(50), robot: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("compact" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("rebuild" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** One client among several: what it accepted, others report on. */
async function take(scope: Scope, accepted: { sentAt: Date; id: string }[], action: Step): Promise<void> {
  const pick = (index: number) => accepted[index % accepted.length];
  const now = new Date();
  switch (action.do) {
    case "accept": {
      const messages = action.to.map((digit) => ({
        ...{ to: `3460011122${digit}`, text: "Hola", parameters: null, sender: "Shop", ucs2: false, reference: null },
      }));
      const sending = { origin: "api", subid: null, label: null, test: false, allowDuplicates: false } as const;
      const request = { ...sending, campaign: { name: "Test" }, validityMinutes: null, messages };
      const answer = await acceptMessages(scope, request, now);
      accepted.push(...answer.messages.map(({ id }) => ({ sentAt: now, id })));
      return;
    }
    case "receipts": {
      const received = action.of.flatMap(([index, meaning, part]) => {
        const message = pick(index);
        if (!message) return [];
        const receipt = { reference: message.id, key: `${part}:${meaning}`, part, meaning, refusal: false };
        const told = { ...receipt, code: null, reason: null, occurredAt: null, text: meaning };
        return [{ gatewayId: 1, receipt: told, raw: null, receivedAt: now }];
      });
      await recordReceipts(scope, received);
      return;
    }
    case "click": {
      const message = pick(action.of);
      if (!message) return;
      await db.transaction(async (tx) => {
        const [before] = await lockMessages(tx, scope, [message]);
        const clicked = action.robot ? { robotClicks: before!.robotClicks + 1 } : { clicks: before!.clicks + 1 };
        await changeMessages(tx, scope, [{ before: before!, after: { ...before!, ...clicked } }]);
      });
      return;
    }
    case "compact":
      await compactCounts(scope.accountId);
      return;
    case "rebuild":
      await rebuildCounts(scope.accountId);
  }
}

test("whatever happens at once, counts and rows agree at every moment", { timeout: 120_000 }, async () => {
  const lanes = fc.array(fc.array(step, { minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(lanes, async (clients) => {
      const scope = await createAccount();
      const worker = makeScope(scope.account, { kind: "worker" });
      const accepted: { sentAt: Date; id: string }[] = [];
      let running = true;
      const watch = async () => {
        while (running) expect(await verifyCounts(scope.accountId)).toEqual([]);
      };
      const work = Promise.all(
        clients.map(async (steps) => {
          for (const action of steps) await take(worker, accepted, action);
        }),
      ).finally(() => {
        running = false;
      });
      await Promise.all([work, watch()]);

      expect(await verifyCounts(scope.accountId)).toEqual([]);
      await compactCounts(scope.accountId);
      expect(await deltasOf(scope)).toBe(0);
      expect(await verifyCounts(scope.accountId)).toEqual([]);
      const empty = sql`${counts.messages} = 0 and ${counts.clicks} = 0 and ${counts.segments} = 0`;
      expect(await db.$count(counts, sql`account_id = ${scope.accountId} and ${empty}`)).toBe(0);
    }),
    { numRuns: 20 },
  );
});
