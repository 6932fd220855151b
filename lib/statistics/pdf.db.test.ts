import { describe, expect, test } from "vitest";
import { db } from "@/db";
import { clicks } from "@/db/schema";
import { createAccount, createCampaign, createMessage, createMessages, unique } from "@/db/testing";
import { bookmarksOf, hasPoppler, infoOf, linksOf, pagesOf, structureOf, textOf } from "@/e2e/read-pdf";
import { collect } from "@/e2e/spreadsheet";
import type { Scope } from "@/lib/auth/scope";
import { createLinks } from "@/lib/clicks/links";
import { readQuery } from "@/lib/dataset/dataset";
import { STATUSES } from "@/lib/messages/status";
import { uuid7s } from "@/lib/messages/uuid7";
import { publicUrl } from "@/lib/public-url";
import { clickStatistics } from "./clicks/dataset";
import { makeClickReport } from "./clicks/report";
import { makeMessageReport } from "./message-report";
import { messageStatistics } from "./messages-dataset";
import { reportPdf } from "./pdf";
import type { Report } from "./report";

const now = new Date("2026-03-31T12:00:00Z");

async function something(scope: Scope) {
  const campaign = await createCampaign(scope, { name: "Rebajas de invierno 冬" });
  await createMessages(
    scope,
    Array.from({ length: 400 }, (_, index) => {
      const sentAt = new Date(Date.parse("2026-03-02T05:00:00Z") + index * 96 * 60_000);
      const status = STATUSES[index % 10 < 8 ? 2 : index % 8]!;
      const failed = ["expired", "rejected", "non-deliverable"].includes(status);
      return {
        ...{ sentAt, status, sender: `S${index % 6}`, country: index % 9 === 0 ? null : index % 2 ? "ES" : "MX" },
        ...{
          operator: index % 3 ? "Movistar" : "Orange",
          label: index % 4 ? null : "promo",
          receipts: index % 7 ? 1 : 0,
        },
        ...{ campaignId: index % 5 ? null : campaign, reason: failed && index % 2 ? ("absent" as const) : null },
        ...{ segments: 1 + (index % 3), credits: `${1 + (index % 3)}.0725`, clicks: index % 6 ? 0 : 2 },
        handedAt: new Date(sentAt.getTime() + 150),
        confirmedAt: status === "delivered" ? new Date(sentAt.getTime() + 900 * (index % 60) ** 2) : null,
      };
    }),
  );
}

/** Visits of people and robots to two links, some hours after the delivery. */
async function visits(scope: Scope) {
  const sentAt = new Date("2026-03-09T08:00:00Z");
  const { accountId, id: messageId } = await createMessage(scope, {
    sentAt,
    confirmedAt: new Date("2026-03-09T08:00:05Z"),
  });
  const links = ["one", "other"].map((name) => ({ code: unique(name).slice(-12), url: `https://x.es/${name}` }));
  await db.transaction((tx) =>
    createLinks(
      tx,
      scope,
      links.map((link) => ({ ...link, sentAt, messageId })),
    ),
  );
  await db.insert(clicks).values(
    Array.from({ length: 40 }, (_, i) => {
      const at = new Date(sentAt.getTime() + (i + 1) * 3 * 3_600_000);
      const judged = i % 4 ? { robot: false, rule: "person" } : { robot: true, rule: "user-agent" };
      const who = {
        country: i % 3 ? "ES" : "PT",
        device: i % 2 ? "iPhone" : "Pixel 8",
        system: "iOS",
        browser: "Safari",
      };
      return {
        accountId,
        sentAt,
        messageId,
        id: uuid7s(at, 1)[0]!,
        at,
        code: links[i % 2]!.code,
        ...judged,
        rulesVersion: 1,
        ...who,
      };
    }),
  );
}

async function reported(scope: Scope, search: string): Promise<{ report: Report; file: Buffer }> {
  const { query } = readQuery(messageStatistics, new URLSearchParams(search), { now, zone: scope.zone });
  const report = await makeMessageReport(scope, query, now);
  return { report, file: await collect(reportPdf(scope, report, query.period, now).chunks) };
}

const flat = (text: string) => text.replace(/\s+/g, " ");

/** Every word and figure of the report stands in the file, and every link leads where it leads there. */
function expectWhole(report: Report, file: Buffer) {
  const text = flat(textOf(file));
  const found = (each: string) => expect([each, text.includes(flat(each).trim())]).toEqual([each, true]);
  for (const each of [report.title, report.sentence, ...report.notes]) found(each);
  for (const { label, value } of report.facts) found(`${label}: ${value}`);
  for (const { label, value, note } of report.headline) for (const each of [label, value.text, note ?? ""]) found(each);
  const hrefs = report.headline.flatMap(({ value }) => value.href ?? []);
  for (const { title, intro, table } of report.sections) {
    found(title);
    if (intro) found(intro);
    for (const { label } of table.columns) for (const word of label.split(" ")) found(word);
    for (const { cells } of [...table.rows, ...(table.total ? [table.total] : [])]) {
      for (const { text } of cells) for (const word of text.split(/\s/)) found(word);
      hrefs.push(...cells.flatMap(({ href }) => href ?? []));
    }
  }
  expect(hrefs.length).toBeGreaterThan(10);
  expect(linksOf(file).sort()).toEqual(hrefs.map(publicUrl).sort());
}

describe.runIf(hasPoppler)("a report on paper", () => {
  test.each(["en", "es"])(
    "has every word and figure of the report, in %s, and each leads where it does there",
    async (locale) => {
      const scope = { ...(await createAccount()), locale, formats: locale === "es" ? "es-ES" : "en-US" };
      await something(scope);
      const { report, file } = await reported(scope, "period=2026-03-01..2026-03-31&compare=previous");
      expectWhole(report, file);
    },
  );

  test("that of clicks too", async () => {
    const scope = await createAccount();
    await visits(scope);
    const search = new URLSearchParams("period=2026-03-01..2026-03-31");
    const { query } = readQuery(clickStatistics, search, { now, zone: scope.zone });
    const report = await makeClickReport(scope, query, now);
    expectWhole(report, await collect(reportPdf(scope, report, query.period, now).chunks));
  });

  test("the figures that matter are whole, however long", async () => {
    const scope = await createAccount();
    await visits(scope);
    const { query } = readQuery(clickStatistics, new URLSearchParams("period=last30"), { now, zone: scope.zone });
    const report = await makeClickReport(scope, query, now);
    const long = { label: "Time from delivery to visit", value: { text: "131 mins 20.5 secs", value: 7_880_500 } };
    const headline = [...report.headline, long];
    const file = await collect(reportPdf(scope, { ...report, headline }, query.period, now).chunks);
    expect(flat(textOf(file))).toContain(long.value.text);
  });

  test("each row of a table stands as one, in its order", async () => {
    const scope = await createAccount();
    await something(scope);
    const { report, file } = await reported(scope, "period=2026-03-01..2026-03-31");
    const lines = textOf(file, true).split("\n").map(flat);
    const table = report.sections.find(({ key }) => key === "messages")!.table;
    let from = 0;
    for (const { cells } of [...table.rows, table.total!]) {
      const row = cells.map(({ text }) => flat(text)).join(" ");
      const place = lines.findIndex((line, index) => index >= from && line.trim() === row);
      expect([row, place >= 0]).toEqual([row, true]);
      from = place;
    }
  });

  test("is told to those who listen, has bookmarks, numbers of all pages, and the reader's paper", async () => {
    const scope = { ...(await createAccount()), formats: "en-US" };
    await something(scope);
    const { report, file } = await reported(scope, "period=2026-03-01..2026-03-31");
    const pages = pagesOf(file);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
      expect(page).toContain(`${scope.account.name} · Europe/Madrid`);
    }
    expect(infoOf(file)).toMatchObject({ Tagged: "yes", Title: `${report.title}: ${report.sentence}` });
    expect(infoOf(file)["Page size"]).toContain("letter");
    expect(bookmarksOf(file)).toEqual([
      report.title,
      ...report.sections.map(({ title }) => title),
      "How these figures are made",
    ]);
    const structure = structureOf(file);
    const charts = report.sections.filter(({ chart }) => chart).length;
    expect(structure.match(/^ *Figure/gm)).toHaveLength(charts);
    expect(structure.match(/^ *Table/gm)).toHaveLength(report.sections.length);
    expect(structure.match(/^ *H2/gm)).toHaveLength(report.sections.length + 1);
    expect(file.toString("latin1").match(/\/Alt \(Chart: /g)).toHaveLength(charts);
  });

  test("a period without messages is a report as well", async () => {
    const { report, file } = await reported(await createAccount(), "period=2026-03-01..2026-03-31");
    expect(flat(textOf(file))).toContain(report.sentence);
  });
});
