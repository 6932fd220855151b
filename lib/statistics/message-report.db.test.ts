import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, snapshot } from "@/db";
import { createAccount, createCampaign, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { readQuery } from "@/lib/dataset/dataset";
import { messageDataset } from "@/lib/messages/dataset";
import { matchingRows } from "@/lib/messages/matching";
import { STATUSES } from "@/lib/messages/status";
import { countMessages } from "@/lib/messages/totals";
import { makeMessageReport } from "./message-report";
import { messageStatistics } from "./messages-dataset";
import type { Report } from "./report";

const now = new Date("2026-03-31T12:00:00Z");
const HOUR = 3_600_000;

function report(scope: Scope, search: string, top?: number) {
  const { query, unreadable } = readQuery(messageStatistics, new URLSearchParams(search), { now, zone: scope.zone });
  expect(unreadable).toEqual([]);
  return makeMessageReport(scope, query, now, top);
}

/** What MONITORING totals at an address. */
function listed(scope: Scope, href: string) {
  const search = new URL(href, "http://localhost").searchParams;
  const { query, unreadable } = readQuery(messageDataset, search, { now, zone: scope.zone });
  expect([href, unreadable]).toEqual([href, []]);
  return snapshot((tx) => countMessages(tx, scope, query));
}

/** Something of everything, over the night in which the clocks change, 45 senders among it. */
async function somethingOfEverything(scope: Scope) {
  const campaign = await createCampaign(scope, { name: "Rebajas <b>" });
  await createMessages(
    scope,
    Array.from({ length: 120 }, (_, index) => {
      const sentAt = new Date(Date.parse("2026-03-27T20:00:00Z") + index * 0.55 * HOUR);
      const status = STATUSES[index % 8 < 4 ? 2 : index % 8]!;
      const failed = ["expired", "rejected", "non-deliverable"].includes(status);
      return {
        ...{ sentAt, status, sender: `S${index % 45}`, country: index % 9 === 0 ? null : index % 2 ? "ES" : "MX" },
        ...{
          operator: index % 3 ? "Movistar" : null,
          label: index % 4 ? null : "-promo",
          campaignId: index % 5 ? null : campaign,
        },
        ...{
          reason: failed && index % 2 ? "absent" : null,
          segments: 1 + (index % 3),
          credits: `${1 + (index % 3)}.0725`,
        },
        ...{ receipts: index % 7 ? 1 : 0, clicks: index % 6 ? 0 : 2, robotClicks: index % 8 ? 0 : 1 },
        handedAt: new Date(sentAt.getTime() + 150),
        confirmedAt: index % 11 ? new Date(sentAt.getTime() + 900 * (index % 60) ** 2) : null,
      };
    }),
  );
}

/** How long the rows at an address took, in milliseconds, ascending. */
async function taken(scope: Scope, href: string): Promise<number[]> {
  const search = new URL(href, "http://localhost").searchParams;
  const { query } = readQuery(messageDataset, search, { now, zone: scope.zone });
  const until = sql.raw(search.has("processing") ? "handed_at" : "confirmed_at");
  const { rows } = await db.execute<{ ms: number }>(sql`
    select (date_part('epoch', ${until} - sent_at) * 1000)::float8 as ms
    from (${matchingRows(scope, query)}) as messages order by 1`);
  return rows.map(({ ms }) => ms);
}

/** An average is exactly that of the rows; a percentile is theirs by nearest rank to within 5 %, or a tenth of a second. */
async function expectMeasured(scope: Scope, href: string, column: string, value: number): Promise<void> {
  const times = await taken(scope, href);
  if (column === "average") {
    expect([href, value]).toEqual([href, Math.round(times.reduce((sum, ms) => sum + ms, 0) / times.length)]);
    return;
  }
  const share = column === "median" ? 0.5 : Number(column.slice(1)) / 100;
  const exact = times[Math.ceil(share * times.length - 1e-9) - 1]!;
  expect([href, column, Math.abs(value - exact) <= Math.max(100, 0.05 * exact)]).toEqual([href, column, true]);
}

/** Figures that are sums over the rows they lead to, not their number. */
const SUMS = new Set(["segments", "clicks", "robotClicks"]);

async function followAll(scope: Scope, { headline, sections }: Report): Promise<number> {
  let followed = 0;
  for (const { key, table } of sections)
    for (const row of [...table.rows, ...(table.total ? [table.total] : [])])
      for (const [index, { href, value }] of row.cells.entries()) {
        if (!href) continue;
        const column = table.columns[index]!;
        if (column.kind === "duration") {
          await expectMeasured(scope, href, column.key, Number(value));
          followed += 1;
          continue;
        }
        const totals = await listed(scope, href);
        const sum = SUMS.has(column.key) ? column.key : SUMS.has(row.key) ? row.key : null;
        const expected =
          column.kind === "decimal" || row.key === "credits"
            ? totals.credits
            : sum === "segments"
              ? totals.segments
              : sum === null
                ? totals.messages
                : value;
        expect([key, row.key, column.key, href, value]).toEqual([key, row.key, column.key, href, expected]);
        followed += 1;
      }
  for (const { value } of headline) if (value.href) await listed(scope, value.href);
  return followed;
}

test.each(["Europe/Madrid", "Asia/Kolkata", "Asia/Kathmandu", "America/Santiago"])(
  "every figure of a report in %s leads to exactly its rows",
  { timeout: 120_000 },
  async (zone) => {
    const scope = await createAccount({ zone });
    await somethingOfEverything(scope);
    const day = await report(scope, "period=2026-03-20..2026-03-31&compare=previous", 4);
    expect(await followAll(scope, day)).toBeGreaterThan(250);
    const weeks = await report(scope, "period=2026-03-25..2026-04-07&compare=previous&by=week", 4);
    expect(weeks.sections.find(({ key }) => key === "comparison")!.table.rows).toHaveLength(3);
    expect(await followAll(scope, weeks)).toBeGreaterThan(100);
    const month = await report(scope, "period=2026-03-01..2026-03-31&compare=previous&by=month", 4);
    expect(month.sections.filter(({ key }) => key === "comparison")).toEqual([]);
    expect(
      await followAll(scope, await report(scope, "period=2026-03-29..2026-03-29&by=hour&status=delivered")),
    ).toBeGreaterThan(20);
  },
);

test("charts and tables say the same, days without messages are zero, and others add up", async () => {
  const scope = await createAccount();
  await somethingOfEverything(scope);
  const { sections } = await report(scope, "period=2026-03-20..2026-03-31&by=day", 4);
  const of = (key: string) => sections.find((section) => section.key === key)!;
  const messages = of("messages");
  expect(messages.table.rows.length).toBe(12);
  expect(messages.table.rows[0]!.cells[1]).toEqual({ text: "0", value: 0 });
  if (messages.chart?.kind !== "stacked") throw new Error("The messages are not stacked.");
  for (const series of messages.chart.series) {
    const column = messages.table.columns.findIndex(({ key }) => key === series.key);
    expect(series.values).toEqual(messages.table.rows.map(({ cells }) => cells[column]!.value));
  }
  const senders = of("sender").table;
  expect(senders.rows.length).toBe(5);
  expect(senders.rows.at(-1)!.cells[0]!.text).toBe("41 others");
  expect(senders.rows.reduce((sum, { cells }) => sum + Number(cells[1]!.value), 0)).toBe(120);
});

test("a figure of visits leads nowhere where no question is about exactly its rows", async () => {
  const scope = await createAccount();
  const visits = [
    [1, 1],
    [1, 0],
    [0, 1],
    [0, 0],
  ] as const;
  const sentAt = new Date("2026-03-30T10:00:00Z");
  await createMessages(
    scope,
    visits.map(([clicks, robotClicks]) => ({ sentAt, clicks, robotClicks })),
  );
  const linked = async (search: string) => {
    const told = await report(scope, `period=last7${search}`);
    await followAll(scope, told);
    const { rows } = told.sections.find(({ key }) => key === "summary")!.table;
    const links = rows.filter(({ cells }) => cells[1]!.href).map(({ key }) => key);
    const through = told.headline.find(({ label }) => label === "Click-through");
    return [links.filter((key) => /click/i.test(key)), through?.value.href !== undefined];
  };
  expect(await linked("")).toEqual([["clicked", "clicks", "robotClicks"], true]);
  expect(await linked("&clicked=no&clicked=person")).toEqual([["clicked", "clicks"], true]);
  expect(await linked("&clicked=robot")).toEqual([["robotClicks"], false]);
  expect(await linked("&clicked=nobody")).toEqual([[], false]);
});

test.each(["", "&origin=api"])("messages with a label called null are not those without one%s", async (also) => {
  const scope = await createAccount();
  const sentAt = new Date("2026-03-30T10:00:00Z");
  const labelled = (label: string | null, minutes: number) => ({
    ...{ sentAt, label, confirmedAt: new Date(sentAt.getTime() + minutes * 60_000) },
  });
  await createMessages(scope, [labelled("null", 1), labelled(null, 300), labelled(null, 300), labelled("x", 60)]);
  const told = await report(scope, `period=last7${also}`);
  expect(await followAll(scope, told)).toBeGreaterThan(50);
});

test("rates leave out Test and Duplicate, and an account sees nothing of another's", async () => {
  const scope = await createAccount();
  const sentAt = new Date("2026-03-30T10:00:00Z");
  await createMessages(scope, [
    ...Array.from({ length: 9 }, () => ({ sentAt, status: "delivered" as const })),
    { sentAt, status: "expired" },
    { sentAt, status: "test" },
    { sentAt, status: "duplicate" },
  ]);
  const { headline } = await report(scope, "period=last7");
  const [all, delivered, failed] = headline;
  expect([all!.value.value, delivered!.value.text, failed!.value.text]).toEqual([12, "90.0%", "10.0%"]);
  expect([delivered!.tone, delivered!.note]).toEqual(["warn", "9 of 10 · acceptable"]);
  const other = await report(await createAccount(), "period=last7");
  expect(other.headline[0]!.value.value).toBe(0);
});

test("a report in Spanish has every word, and beside the period before every step of it", async () => {
  const scope = await createAccount();
  await somethingOfEverything(scope);
  const spanish = { ...scope, locale: "es", formats: "es-ES" } as Scope;
  const told = await report(spanish, "period=2026-03-29..2026-03-30&compare=previous&by=day", 3);
  expect(JSON.stringify(told)).not.toMatch(/statistics\.|status\.[a-z]|nothingOf\.|"by\./);
  expect(told.sentence).toBe("Mensajes enviados del 29 al 30 de marzo de 2026, por días, junto al periodo anterior");
  const comparison = told.sections.find(({ key }) => key === "comparison")!;
  expect(comparison.table.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
    ["dom, 29 mar", expect.anything(), "vie, 27 mar", expect.anything()],
    ["lun, 30 mar", expect.anything(), "sáb, 28 mar", expect.anything()],
  ]);
});
