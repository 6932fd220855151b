import fc from "fast-check";
import { expect, test } from "vitest";
import { snapshot } from "@/db";
import { createAccount, createCampaign, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { readQuery, writeQuery } from "@/lib/dataset/dataset";
import { type MessageQuery, messageDataset } from "@/lib/messages/dataset";
import { delaysWithin } from "@/lib/messages/delays";
import { DIMENSIONS } from "@/lib/messages/dimensions";
import { FAILED, STATUSES } from "@/lib/messages/status";
import { countMessages } from "@/lib/messages/totals";
import { type ByStatus, STEPS } from "./figures";
import { readFigures } from "./read-figures";
import {
  rowsOfDelay,
  rowsOfOthers,
  rowsOfStatuses,
  rowsOfStep,
  rowsOfValue,
  rowsOfWeek,
  rowsWithoutReceipt,
} from "./rows-of";
import { timeSteps } from "./steps";

const now = new Date("2026-11-22T12:00:00Z");

function ask(scope: Scope, search: string): MessageQuery {
  const reading = readQuery(messageDataset, new URLSearchParams(search), { now, zone: scope.zone });
  expect(reading.unreadable).toEqual([]);
  return reading.query;
}

/** What MONITORING counts behind a link: read back from its address. */
function listed(scope: Scope, query: MessageQuery) {
  const address = writeQuery(messageDataset, query).toString();
  return snapshot((tx) => countMessages(tx, scope, ask(scope, address)));
}

const sum = (byStatus: ByStatus) => Object.values(byStatus).reduce((all, { messages }) => all + messages, 0);

/** Zones with days of other lengths and at other minutes, and instants at which their clocks change. */
const PLACES = [
  ["Europe/Madrid", "2026-03-29T01:00Z"],
  ["Europe/Madrid", "2026-10-25T01:00Z"],
  // The clocks go back from one to midnight: the day begins with an hour that comes twice.
  ["Atlantic/Azores", "2026-10-25T01:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T15:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T15:30Z"],
  ["America/Santiago", "2026-04-05T03:00Z"],
  ["Asia/Kolkata", "2025-12-31T18:30Z"],
  ["Asia/Kathmandu", "2025-12-31T18:15Z"],
] as const;
const HOUR = 3_600_000;

const values = {
  country: fc.constantFrom("ES", "FR", "MX", null),
  operator: fc.constantFrom("Movistar", "Orange", "O'Two, 50%", null),
  sender: fc.constantFrom("A", "B", "C"),
  label: fc.constantFrom("promo", "a:b", null, null),
  campaignId: fc.nat(2),
};
const messageAround = (change: string) =>
  fc
    .record({
      ...values,
      after: fc.integer({ min: -40 * HOUR, max: 40 * HOUR }),
      status: fc.constantFrom(...STATUSES, "delivered" as const),
      reason: fc.constantFrom("absent", "blocked", null),
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

const FILTERS = [
  "",
  "sender=A",
  "status=delivered&status=rejected",
  "without=label",
  "except=country:ES&except=country:",
  "delay=7..3600",
];

test("every figure is the count of exactly the rows that its link lists, around every change of the clocks", {
  timeout: 300_000,
}, async () => {
  const given = fc.constantFrom(...PLACES).chain(([zone, change]) =>
    fc.record({
      zone: fc.constant(zone),
      change: fc.constant(change),
      messages: fc.array(messageAround(change), { minLength: 30, maxLength: 60 }),
      filter: fc.constantFrom(...FILTERS),
      step: fc.constantFrom(...STEPS),
      minutes: fc.boolean(),
      top: fc.integer({ min: 1, max: 3 }),
    }),
  );
  let followed = 0;
  await fc.assert(
    fc.asyncProperty(given, async ({ zone, change, messages, filter, step, minutes, top }) => {
      const scope = await createAccount({ zone });
      const campaigns = [null, await createCampaign(scope), await createCampaign(scope)];
      await createMessages(
        scope,
        messages.map(({ campaignId, ...rest }) => ({ ...rest, campaignId: campaigns[campaignId] ?? null })),
      );
      const at = (hours: number) => new Date(Date.parse(change) + hours * HOUR).toISOString();
      const period = minutes
        ? `${at(-30).slice(0, 16)}..${at(29).slice(0, 16)}`
        : `${at(-30).slice(0, 10)}..${at(30).slice(0, 10)}`;
      const query = ask(scope, `period=${period}&${filter}`);
      const { figures } = await readFigures(scope, { query, step, top }, null);
      const whole = await listed(scope, query);
      const expectListed = async (count: number, link: MessageQuery) => {
        if (count === 0) return;
        followed += 1;
        expect([writeQuery(messageDataset, link).toString(), (await listed(scope, link)).messages]).toEqual([
          writeQuery(messageDataset, link).toString(),
          count,
        ]);
      };

      const { total } = figures;
      expect(sum(total.byStatus)).toBe(whole.messages);
      for (const { status, ...sums } of whole.byStatus) expect(total.byStatus[status]).toMatchObject(sums);
      await expectListed(total.silent, rowsWithoutReceipt(query));
      for (const [from, to] of [
        [0, 10],
        [10, 60],
        [60, 3_600],
        [3_600, null],
      ] as const)
        await expectListed(
          delaysWithin(total.confirmation, from * 1_000, to && to * 1_000),
          rowsOfDelay(query, { from, to }),
        );

      const steps = timeSteps(query.period, step, scope.zone);
      expect(figures.series.map((point) => point.at).filter((at) => steps.every((each) => each.at !== at))).toEqual([]);
      expect(figures.series.reduce((all, { byStatus }) => all + sum(byStatus), 0)).toBe(whole.messages);
      for (const each of steps) {
        const point = figures.series.find((point) => point.at === each.at);
        for (const [status, { messages }] of Object.entries(point?.byStatus ?? {}))
          await expectListed(messages, rowsOfStatuses(rowsOfStep(query, each), [status as (typeof STATUSES)[number]]));
      }

      for (const of of DIMENSIONS) {
        const about = of === "reason" ? rowsOfStatuses(query, FAILED) : query;
        const { top: told, others } = figures.splits[of];
        expect(told.length).toBeLessThanOrEqual(top);
        for (const { value, byStatus } of told) await expectListed(sum(byStatus), rowsOfValue(about, of, value));
        if (others)
          await expectListed(
            sum(others.byStatus),
            rowsOfOthers(
              about,
              of,
              told.map(({ value }) => value),
            ),
          );
        const failed = FAILED.reduce((all, status) => all + (total.byStatus[status]?.messages ?? 0), 0);
        const all = [...told, ...(others ? [others] : [])].reduce((all, { byStatus }) => all + sum(byStatus), 0);
        expect([of, all]).toEqual([of, of === "reason" ? failed : whole.messages]);
        const delays = [...told, ...(others ? [others] : [])].map(({ confirmation }) => confirmation.messages);
        if (of !== "reason") expect(delays.reduce((all, amount) => all + amount, 0)).toBe(total.confirmation.messages);
      }

      expect(figures.week.reduce((all, { messages }) => all + messages, 0)).toBe(whole.messages);
      for (const point of figures.week) await expectListed(point.messages, rowsOfWeek(query, point));
    }),
    { numRuns: 30 },
  );
  expect(followed).toBeGreaterThan(600);
});
