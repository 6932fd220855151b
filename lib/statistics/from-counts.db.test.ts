import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db, snapshot, type Transaction } from "@/db";
import { accounts, countGaps } from "@/db/schema";
import { createAccount, createCampaign, createMessages } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { readQuery } from "@/lib/dataset/dataset";
import { changeMessages, lockMessages, type Message } from "@/lib/messages/change";
import { quartersHaveHours } from "@/lib/messages/counted/quarters";
import { compactCounts, MOST_VALUES, rebuildCounts, verifyCounts } from "@/lib/messages/counts";
import { messageDataset } from "@/lib/messages/dataset";
import { ORIGINS } from "@/lib/messages/origin";
import { STATUSES } from "@/lib/messages/status";
import { countMessages } from "@/lib/messages/totals";
import { type Asked, type Figures, type Source, STEPS } from "./figures";
import { fromCounts } from "./from-counts";
import { fromRows } from "./from-rows";

const now = new Date("2026-11-22T12:00:00Z");

function ask(scope: Scope, search: string) {
  const reading = readQuery(messageDataset, new URLSearchParams(search), { now, zone: scope.zone });
  expect([search, reading.unreadable]).toEqual([search, []]);
  return reading.query;
}

/** Reading a part of the question that the counts should hold from elsewhere is a failure. */
const nowhere = (parts: readonly (keyof Source)[], rows: Source): Source => {
  const refuse = () => {
    throw new Error("The counts should have known.");
  };
  return { ...rows, ...Object.fromEntries(parts.map((part) => [part, refuse])) };
};

async function read(source: Source): Promise<Figures> {
  const [total, series] = [await source.total(), await source.series()];
  return { total, series, splits: await source.splits(), week: await source.week() };
}

/** Both ways in one snapshot. @param held what must come out of the counts. */
const both = (scope: Scope, asked: Asked, held: readonly (keyof Source)[]) =>
  snapshot(async (tx: Transaction) => {
    const rows = fromRows(tx, scope, asked);
    return { rows: await read(rows), counts: await read(fromCounts(tx, scope, asked, nowhere(held, rows))) };
  });

const PARTS = ["total", "series", "splits", "week"] as const;
/** A filter that every message passes and the counts do not hold, so that the rows are asked. */
const EVERY = ORIGINS.map((origin) => `origin=${origin}`).join("&");

/** Zones whose clocks change, and when; some at midnight, one a minute later. */
const PLACES = [
  ["Europe/Madrid", "2026-03-29T01:00Z"],
  ["Atlantic/Azores", "2026-10-25T01:00Z"],
  ["America/St_Johns", "2010-11-07T02:31Z"],
  ["America/St_Johns", "2010-03-14T03:31Z"],
  ["Australia/Lord_Howe", "2026-04-04T15:00Z"],
  ["America/Santiago", "2026-09-06T04:00Z"],
  ["America/Havana", "2026-11-01T05:00Z"],
  ["Pacific/Chatham", "2026-04-04T14:00Z"],
  ["Pacific/Apia", "2011-12-30T10:00Z"],
  ["Asia/Kathmandu", "2025-12-31T18:15Z"],
] as const;
const HOUR = 3_600_000;

const traits = {
  country: fc.constantFrom("ES", "FR", null),
  operator: fc.constantFrom("Movistar", "O'Two, 50%", null),
  sender: fc.constantFrom("A", "B", "C"),
  label: fc.constantFrom("promo", "a:b", null, null),
  gatewayId: fc.constantFrom(1, 2, null),
  reason: fc.constantFrom("absent", "blocked", null),
};
const messageAround = (change: string) =>
  fc
    .record({
      ...traits,
      campaignId: fc.nat(2),
      after: fc.oneof(
        fc.integer({ min: -60 * HOUR, max: 60 * HOUR }),
        fc.integer({ min: -80 * 24 * HOUR, max: 80 * 24 * HOUR }),
      ),
      status: fc.constantFrom(...STATUSES, "delivered" as const),
      segments: fc.integer({ min: 1, max: 3 }),
      credits: fc.constantFrom("0.0000", "1.0000", "0.0725"),
      receipts: fc.nat(1),
      clicks: fc.nat(2),
      robotClicks: fc.nat(1),
      confirmedAfter: fc.option(fc.oneof(fc.integer({ min: -500, max: 9_000 }), fc.nat(90_000_000))),
      handedAfter: fc.option(fc.nat(5_000)),
    })
    .map(({ after, confirmedAfter, handedAfter, ...rest }) => {
      const sentAt = new Date(Date.parse(change) + after);
      const later = (ms: number | null) => (ms === null ? null : new Date(sentAt.getTime() + ms));
      return { ...rest, sentAt, confirmedAt: later(confirmedAfter), handedAt: later(handedAfter) };
    });

/** What is asked for besides the period, and which parts the counts hold of it; `?` is a campaign. */
const FILTERS: [string, readonly (keyof Source)[]][] = [
  ["", PARTS],
  ["status=delivered&status=rejected&status=expired", PARTS],
  ["sender=A", ["total"]],
  ["country=ES&country=FR&status=delivered", ["total"]],
  ["gateway=1", ["total"]],
  ["reason=absent&reason=blocked", ["total"]],
  ["operator=O%27Two%2C+50%25", ["total"]],
  ["label=a%3Ab&status=delivered", ["total"]],
  ["campaign=?", ["total"]],
  ["without=label", ["total"]],
  ["except=country:ES&except=country:", ["total"]],
  ["sender=A&without=label", []],
  ["sender=A&country=ES", []],
  ["msisdn=34600111222", []],
];

/** What the network says later. */
const fate = fc.record({
  status: fc.constantFrom("delivered", "rejected", "sent" as const),
  operator: fc.constantFrom("Orange", null),
  seconds: fc.nat(5_000),
  clicks: fc.nat(2),
});

async function change(
  scope: Scope,
  message: Message,
  { status, operator, seconds, clicks }: typeof fate extends fc.Arbitrary<infer T> ? T : never,
) {
  await db.transaction(async (tx) => {
    const [before] = await lockMessages(tx, scope, [message]);
    const confirmedAt = status === "sent" ? null : new Date(message.sentAt.getTime() + seconds * 1_000);
    const after = {
      ...before!,
      status,
      operator,
      confirmedAt,
      receipts: 1,
      clicks: before!.clicks + clicks,
    } as Message;
    await changeMessages(tx, scope, [{ before: before!, after }]);
  });
}

test("out of the counts come the figures of the rows, whatever is asked, compacted or not, around every change of the clocks", {
  timeout: 600_000,
}, async () => {
  const given = fc.constantFrom(...PLACES).chain(([zone, instant]) =>
    fc.record({
      zone: fc.constant(zone),
      instant: fc.constant(instant),
      messages: fc.array(messageAround(instant), { minLength: 30, maxLength: 60 }),
      compacted: fc.constantFrom("first", "some", "none", "rebuilt"),
      fates: fc.array(fc.tuple(fc.nat(50), fate), { maxLength: 20 }),
      questions: fc.array(
        fc.record({
          filter: fc.constantFrom(...FILTERS),
          step: fc.constantFrom(...STEPS),
          top: fc.integer({ min: 1, max: 3 }),
          from: fc.oneof(fc.integer({ min: -70, max: 30 }), fc.integer({ min: -2_000, max: 0 })),
          hours: fc.oneof(fc.nat(100), fc.nat(3_500)),
          minute: fc.integer({ min: -40, max: 40 }),
          minutes: fc.boolean(),
        }),
        { minLength: 5, maxLength: 8 },
      ),
    }),
  );
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(given, async ({ zone, instant, messages, compacted, fates, questions }) => {
      const scope = await createAccount({ zone });
      const campaigns = [null, await createCampaign(scope), await createCampaign(scope)];
      const rows = messages.map(({ campaignId, ...rest }) => ({ ...rest, campaignId: campaigns[campaignId] ?? null }));
      const made = await createMessages(scope, rows.slice(0, 15));
      if (compacted !== "none") await compactCounts(scope.accountId);
      made.push(...(await createMessages(scope, rows.slice(15))));
      for (const [index, each] of fates) await change(scope, made[index % made.length]!, each);
      if (compacted === "some") await compactCounts(scope.accountId);
      if (compacted === "rebuilt") await rebuildCounts(scope.accountId);
      expect(await verifyCounts(scope.accountId)).toEqual([]);

      for (const {
        filter: [search, held],
        step,
        top,
        from,
        hours,
        minute,
        minutes,
      } of questions) {
        const at = (offset: number) => new Date(Date.parse(instant) + offset * HOUR + (minutes ? minute * 60_000 : 0));
        const [first, last] = [at(from), at(from + hours)].map((each) =>
          each.toISOString().slice(0, minutes ? 16 : 10),
        );
        const asked = `period=${first}..${last}&${search.replace("?", String(campaigns[1]))}`;
        const query = ask(scope, asked);
        // What the counts leave to the rows of the oddest days of history, they leave to them here too.
        const odd = zone === "Pacific/Apia" || !quartersHaveHours(query.period, zone);
        const found = await both(scope, { query, step, top }, odd ? [] : held);
        expect([asked, step, found.counts]).toEqual([asked, step, found.rows]);
        const totals = await snapshot((tx) => countMessages(tx, scope, query));
        expect([asked, totals]).toEqual([
          asked,
          await snapshot((tx) => countMessages(tx, scope, ask(scope, `${asked}&${EVERY}`))),
        ]);
        compared += totals.messages;
      }
    }),
    // So many that the questions meet enough messages whatever the chance.
    { numRuns: 30 },
  );
  expect(compared).toBeGreaterThan(500);
});

test("a day of too many values is not counted by them, and the figures are the same", async () => {
  const scope = await createAccount({ zone: "Asia/Kolkata" });
  const labelled = (day: string, amount: number) =>
    Array.from({ length: amount }, (_, i) => ({
      sentAt: new Date(`${day}T10:00:00Z`),
      label: `l${i}`,
      confirmedAt: new Date(`${day}T10:00:30Z`),
    }));
  const crowded = labelled("2026-05-10", MOST_VALUES + 1);
  await createMessages(scope, [...labelled("2026-05-09", 3), ...crowded.slice(0, MOST_VALUES)]);
  await compactCounts(scope.accountId);
  const gaps = () => db.select().from(countGaps).where(eq(countGaps.accountId, scope.accountId));
  expect(await gaps()).toEqual([]);
  await createMessages(scope, [...crowded.slice(MOST_VALUES), ...labelled("2026-05-11", 2)]);
  await compactCounts(scope.accountId);
  const gap = { accountId: scope.accountId, dimension: "label" };
  const expected = [
    { ...gap, span: "day", at: new Date("2026-05-10T00:00:00Z") },
    { ...gap, span: "month", at: new Date("2026-05-01T00:00:00Z") },
  ];
  expect(await gaps()).toEqual(expected);
  await createMessages(scope, labelled("2026-05-10", 4)); // of a day that is a gap already
  for (const compact of [async () => 0, () => compactCounts(scope.accountId), () => rebuildCounts(scope.accountId)]) {
    await compact();
    expect(await verifyCounts(scope.accountId)).toEqual([]);
    for (const search of ["period=2026-05-01..2026-05-31", "period=2026-05-10T15:00..2026-05-11T16:00"]) {
      const found = await both(scope, { query: ask(scope, search), step: "day", top: 3 }, PARTS);
      expect(found.counts).toEqual(found.rows);
    }
    const one = await both(
      scope,
      { query: ask(scope, "period=2026-05-01..2026-05-31&label=l1"), step: "day", top: 3 },
      ["total"],
    );
    expect(one.counts).toEqual(one.rows);
    expect(one.counts.total.byStatus.delivered?.messages).toBe(4);
  }
  expect(await gaps()).toEqual(expected);
});

test("a changed zone is answered from the rows until the counts are made again, by the next compaction", async () => {
  const scope = await createAccount({ zone: "Europe/Madrid" });
  await createMessages(scope, [
    { sentAt: new Date("2026-05-09T22:30:00Z") },
    { sentAt: new Date("2026-05-10T10:00:00Z") },
  ]);
  await compactCounts(scope.accountId);
  await db.update(accounts).set({ zone: "America/New_York" }).where(eq(accounts.id, scope.accountId));
  const moved = makeScope({ ...scope.account, zone: "America/New_York" }, scope.actor, "owner");
  await createMessages(moved, [{ sentAt: new Date("2026-05-10T11:00:00Z") }]);
  const asked = { query: ask(moved, "period=2026-05-10..2026-05-10"), step: "day", top: 3 } as const;
  await expect(both(moved, asked, ["total"])).rejects.toThrow("The counts should have known.");
  const before = await both(moved, asked, ["week"]);
  expect(before.counts).toEqual(before.rows);
  expect(before.counts.total.byStatus.delivered?.messages).toBe(2);
  expect(await verifyCounts(scope.accountId)).toEqual([]);

  await compactCounts(scope.accountId);
  const after = await both(moved, asked, PARTS);
  expect(after.counts).toEqual(before.counts);
  expect(await verifyCounts(scope.accountId)).toEqual([]);
});

test("an account's figures are its own", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const sentAt = new Date("2026-05-10T10:00:00Z");
  await createMessages(mine, [{ sentAt }]);
  await createMessages(theirs, [{ sentAt }, { sentAt }]);
  for (const compact of [async () => 0, () => compactCounts(theirs.accountId)]) {
    await compact();
    const asked = { query: ask(mine, "period=2026-05-01..2026-05-31"), step: "day", top: 3 } as const;
    const { counts } = await both(mine, asked, PARTS);
    expect(counts.total.byStatus).toEqual({ delivered: expect.objectContaining({ messages: 1 }) });
    expect(counts.splits.country.top).toEqual([expect.objectContaining({ value: "ES" })]);
  }
});
