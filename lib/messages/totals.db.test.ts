import fc from "fast-check";
import { expect, test } from "vitest";
import { snapshot } from "@/db";
import { createAccount, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { readQuery } from "@/lib/dataset/dataset";
import { QUARTER } from "./change";
import { compactCounts } from "./counts";
import { messageDataset } from "./dataset";
import { ORIGINS } from "./origin";
import { STATUSES } from "./status";
import { countMessages } from "./totals";

const ask = (scope: Scope, search: string) => {
  const { query, unreadable } = readQuery(messageDataset, new URLSearchParams(search), {
    now: new Date("2026-11-22T12:00:00Z"),
    zone: scope.zone,
  });
  expect(unreadable).toEqual([]);
  return snapshot((tx) => countMessages(tx, scope, query));
};
/** A filter that every message passes and the counts do not hold, so that the rows are asked. */
const EVERY = ORIGINS.map((origin) => `origin=${origin}`).join("&");

test("totals and counts per status come in the order of the statuses, those without messages left out", async () => {
  const scope = await createAccount();
  const sentAt = new Date("2026-05-01T10:20:00Z");
  await createMessages(scope, [
    { sentAt, status: "rejected", credits: "0.0725" },
    { sentAt, status: "delivered", segments: 3, credits: "3.0000" },
    { sentAt, status: "delivered" },
  ]);
  expect(await ask(scope, "period=2026-05-01..2026-05-01")).toEqual({
    ...{ messages: 3, segments: 5, credits: "4.0725" },
    byStatus: [
      { status: "delivered", messages: 2, segments: 4, credits: "4.0000" },
      { status: "rejected", messages: 1, segments: 1, credits: "0.0725" },
    ],
  });
  expect(await ask(scope, "period=2026-05-02..2026-05-02")).toEqual({
    ...{ messages: 0, segments: 0, credits: "0.0000", byStatus: [] },
  });
  // Counted, but of no status that was asked for: nothing is written as it is where nothing was counted.
  for (const rest of ["", `&${EVERY}`]) {
    expect(await ask(scope, `period=2026-05-01..2026-05-01&status=expired${rest}`)).toEqual({
      ...{ messages: 0, segments: 0, credits: "0.0000", byStatus: [] },
    });
  }
});

/** Zones with days of other lengths and at other minutes, and days on which their clocks change. */
const ZONES = ["Europe/Madrid", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago"];
const CHANGES = [
  "2026-03-29T01:00Z",
  "2026-10-25T01:00Z",
  "2026-04-04T15:00Z",
  "2026-10-03T15:30Z",
  "2026-09-06T04:00Z",
];
const around = (change: string) =>
  fc
    .tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -1, max: 1 }))
    .map(([quarters, milliseconds]) => new Date(Date.parse(change) + quarters * QUARTER + milliseconds));
const local = (instant: Date, size: 10 | 16) => instant.toISOString().slice(0, size);
/** In days or in minutes, each as long as nothing, within one quarter, or over several days. */
const periodAround = (change: string) =>
  fc
    .tuple(
      around(change),
      fc.constantFrom(0, 1, 14, 15, 16, 200, 2000, 4000),
      fc.constantFrom(10 as const, 16 as const),
    )
    .map(
      ([from, minutes, size]) => `${local(from, size)}..${local(new Date(from.getTime() + minutes * 60_000), size)}`,
    );

test("totals from the counts equal those from the rows, at every edge of every zone", {
  timeout: 120_000,
}, async () => {
  const messageAround = (change: string) =>
    fc.record({
      sentAt: around(change),
      status: fc.constantFrom(...STATUSES),
      segments: fc.integer({ min: 1, max: 9 }),
      credits: fc.constantFrom("0.0000", "1.0000", "0.0725", "3.3333"),
    });
  const statuses = fc.option(fc.subarray([...STATUSES]), { nil: [] });
  const given = fc.constantFrom(...CHANGES).chain((change) =>
    fc.record({
      zone: fc.constantFrom(...ZONES),
      messages: fc.array(messageAround(change), { minLength: 10, maxLength: 60 }),
      compactedFirst: fc.nat(60),
      questions: fc.array(fc.tuple(periodAround(change), statuses), { minLength: 10, maxLength: 20 }),
    }),
  );
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(given, async ({ zone, messages, compactedFirst, questions }) => {
      const scope = await createAccount({ zone });
      const early = messages.slice(0, compactedFirst);
      if (early.length > 0) await createMessages(scope, early);
      await compactCounts(scope.accountId);
      if (early.length < messages.length) await createMessages(scope, messages.slice(compactedFirst));
      for (const [period, statuses] of questions) {
        const search = [`period=${period}`, ...statuses.map((status) => `status=${status}`)].join("&");
        const fromRows = await ask(scope, `${search}&${EVERY}`);
        expect(await ask(scope, search)).toEqual(fromRows);
        counted += fromRows.messages;
      }
    }),
    { numRuns: 40 },
  );
  expect(counted).toBeGreaterThan(1000);
});
