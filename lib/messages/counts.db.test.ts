import { and, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db";
import { countDelays, countDeltas, counts, messages } from "@/db/schema";
import { createAccount, createCampaign, createMessage, createMessages } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import { importMessages } from "@/lib/ingest/import-messages";
import { recordReceipts } from "@/lib/ingest/record-receipts";
import { classOf } from "./cells";
import { changeMessages, lockMessages } from "./change";
import { compactCounts, rebuildCounts, verifyCounts } from "./counts";
import { DELAY_EDGES, delayClass } from "./delays";
import { type Meaning, STATUSES } from "./status";
import { sweepExpired } from "./sweep";

const deltasOf = (scope: Scope) => db.$count(countDeltas, eq(countDeltas.accountId, scope.accountId));
const cellsOf = (scope: Scope) => db.select().from(counts).where(eq(counts.accountId, scope.accountId));

test("compaction moves the deltas, keeps every figure and leaves no empty cell behind", async () => {
  const scope = await createAccount();
  const campaignId = await createCampaign(scope);
  const sentAt = new Date("2026-03-31T21:59:59.999Z"); // the last of March in Madrid
  const handedAt = new Date("2026-03-31T22:00:01.499Z");
  const given = { sentAt, campaignId, status: "sent", credits: "0.0725", clicks: 2, label: "March", handedAt } as const;
  const message = await createMessage(scope, { ...given, operator: "Movistar", gatewayId: 7, sender: "Shop" });
  expect(await compactCounts(scope.accountId)).toBe(1);
  await db.transaction(async (tx) => {
    const [before] = await lockMessages(tx, scope, [message]);
    const confirmedAt = new Date("2026-03-31T22:00:59.999Z");
    await changeMessages(tx, scope, [{ before: before!, after: { ...before!, status: "delivered", confirmedAt } }]);
  });
  expect(await compactCounts(scope.accountId)).toBe(2);
  expect(await deltasOf(scope)).toBe(0);

  const [day, month] = [new Date("2026-03-31T00:00:00Z"), new Date("2026-03-01T00:00:00Z")];
  const campaign = { dimension: "campaign", key: String(campaignId) };
  const values = [
    { dimension: "all", key: "" },
    ...[campaign, { dimension: "country", key: "ES" }, { dimension: "gateway", key: "7" }],
    { dimension: "label", key: "March" },
    { dimension: "operator", key: "Movistar" },
    { dimension: "reason", key: "" },
    { dimension: "sender", key: "Shop" },
  ];
  const timed = values.flatMap((value) => [
    { span: "day", at: day, ...value },
    { span: "month", at: month, ...value },
  ]);
  const hours = [
    { span: "day", at: day, dimension: "hour", key: "223" }, // a Tuesday
    { span: "month", at: month, dimension: "hour", key: "223" },
  ];
  const ever = { span: "ever", at: new Date(0), ...campaign };
  const delivered = { accountId: scope.accountId, status: "delivered" };
  const figures = { messages: 1, segments: 1, credits: "0.0725", clicked: 1, clicks: 2, robotClicks: 0, silent: 1 };
  const quarter = { span: "quarter", at: new Date("2026-03-31T21:45:00Z"), dimension: "all", key: "" };
  const sorted = (cells: object[]) => cells.map((cell) => JSON.stringify(cell, Object.keys(cell).sort())).sort();
  expect(sorted(await cellsOf(scope))).toEqual(
    sorted([quarter, ...timed, ...hours, ever].map((cell) => ({ ...delivered, ...cell, ...figures }))),
  );
  const delays = [
    { measure: "processing", milliseconds: 1_500 },
    { measure: "confirmation", milliseconds: 60_000 },
  ].map((delay) => ({ ...delay, class: delayClass(delay.milliseconds), messages: 1 }));
  expect(sorted(await db.select().from(countDelays).where(eq(countDelays.accountId, scope.accountId)))).toEqual(
    sorted([...timed, ever].flatMap((cell) => delays.map((delay) => ({ ...delivered, ...cell, ...delay })))),
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

  const found = await verifyCounts(scope.accountId);
  const delivered = { status: "delivered" };
  const quarter = { span: "quarter", dimension: "all", key: "", at: "2026-05-01T10:15:00Z", ...delivered };
  const ever = {
    span: "ever",
    dimension: "campaign",
    key: String(campaignId),
    at: "1970-01-01T00:00:00Z",
    ...delivered,
  };
  expect(found.filter(({ span }) => span === "quarter" || span === "ever")).toEqual([
    { ...quarter, figure: "credits", counted: "2", inRows: "2.5" },
    { ...quarter, figure: "robot_clicks", counted: "0", inRows: "3" },
    { ...ever, figure: "credits", counted: "1", inRows: "1.5" },
    { ...ever, figure: "robot_clicks", counted: "0", inRows: "3" },
  ]);
  const day = { span: "day", dimension: "country", key: "ES", at: "2026-05-01T00:00:00Z", ...delivered };
  expect(found).toContainEqual({ ...day, figure: "credits", counted: "2", inRows: "2.5" });
  expect(found).toHaveLength(2 * (1 + 9 + 9 + 1));
  expect(
    (await verifyCounts(other.accountId))
      .filter(({ span }) => span === "quarter")
      .map(({ figure, counted, inRows }) => [figure, counted, inRows]),
  ).toEqual(["credits", "messages", "segments", "silent"].map((figure) => [figure, "0", "1"]));

  await rebuildCounts(scope.accountId);
  expect(await verifyCounts(scope.accountId)).toEqual([]);
  expect(await deltasOf(scope)).toBe(0);
  await rebuildCounts(other.accountId); // after the suite no account may differ
});

test("a delay that is held in the wrong class is told", async () => {
  const scope = await createAccount();
  const sentAt = new Date("2026-05-01T10:20:00Z");
  await createMessage(scope, { sentAt, confirmedAt: new Date("2026-05-01T10:20:30Z") });
  await compactCounts(scope.accountId);
  const right = delayClass(30_000);
  const mine = eq(countDelays.accountId, scope.accountId);
  await db
    .update(countDelays)
    .set({ class: 1 })
    .where(and(mine, eq(countDelays.span, "day"), eq(countDelays.dimension, "all")));
  const cell = { span: "day", dimension: "all", key: "", at: "2026-05-01T00:00:00Z", status: "delivered" };
  expect(await verifyCounts(scope.accountId)).toEqual([
    { ...cell, figure: "confirmation 1 messages", counted: "1", inRows: "0" },
    { ...cell, figure: "confirmation 1 milliseconds", counted: "30000", inRows: "0" },
    { ...cell, figure: `confirmation ${right} messages`, counted: "0", inRows: "1" },
    { ...cell, figure: `confirmation ${right} milliseconds`, counted: "0", inRows: "30000" },
  ]);
  await rebuildCounts(scope.accountId);
});

test("a delay has one class, in Postgres as here", async () => {
  const delays = DELAY_EDGES.flatMap((edge) => [edge - 1, edge, edge + 1]).filter((ms) => ms >= 0);
  const { rows } = await db.execute<{ class: number }>(
    sql`select ${classOf(sql`ms`)} as class from unnest(${sql.param(delays)}::bigint[]) with ordinality as given (ms, n) order by n`,
  );
  expect(rows.map((row) => row.class)).toEqual(delays.map(delayClass));
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
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("import" as const),
      of: fc.array(
        fc.record({
          status: fc.constantFrom(...STATUSES),
          hoursAgo: fc.nat(3_000),
          label: fc.constantFrom("spring", "autumn", null),
          seconds: fc.option(fc.nat(400_000)),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("expire" as const) }) },
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
    case "import": {
      const history = action.of.map(({ status, hoursAgo, label, seconds }) => {
        const sentAt = new Date(now.getTime() - hoursAgo * 3_600_000);
        const later = seconds === null ? null : new Date(Math.min(sentAt.getTime() + seconds * 1_000, now.getTime()));
        const told = { reason: null, code: null, credits: null, handedAt: later, confirmedAt: later, subid: null };
        return {
          ...told,
          ...{ to: "34600111222", text: "Hola", sender: "Shop", sentAt, status, label, reference: null, gateway: null },
        };
      });
      await importMessages(scope, history, now);
      return;
    }
    case "expire":
      await sweepExpired(scope, new Date(now.getTime() + 4 * 86_400_000));
      return;
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
