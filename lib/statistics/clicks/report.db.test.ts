import { expect, test } from "vitest";
import { db, snapshot } from "@/db";
import { clicks, links, linkTargets } from "@/db/schema";
import { createAccount, createCampaign, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { clickDataset } from "@/lib/clicks/dataset";
import { countClicks } from "@/lib/clicks/totals";
import { readQuery } from "@/lib/dataset/dataset";
import { uuid7s } from "@/lib/messages/uuid7";
import { clickStatistics } from "./dataset";
import { makeClickReport } from "./report";

const now = new Date("2026-10-27T12:00:00Z");
const HOUR = 3_600_000;

function report(scope: Scope, search: string, top?: number) {
  const { query, unreadable } = readQuery(clickStatistics, new URLSearchParams(search), { now, zone: scope.zone });
  expect(unreadable).toEqual([]);
  return makeClickReport(scope, query, now, top);
}

function listed(scope: Scope, href: string) {
  const search = new URL(href, "http://localhost").searchParams;
  const { query, unreadable } = readQuery(clickDataset, search, { now, zone: scope.zone });
  expect([href, unreadable]).toEqual([href, []]);
  return snapshot((tx) => countClicks(tx, scope, query));
}

/** Visits over the night in which the clocks go back, of people and robots, with something unknown in each dimension. */
async function visits(scope: Scope): Promise<void> {
  const campaign = await createCampaign(scope);
  const begin = Date.parse("2026-10-24T18:00:00Z");
  const sent = await createMessages(
    scope,
    Array.from({ length: 40 }, (_, index) => {
      const sentAt = new Date(begin + index * 60_000);
      const confirmedAt = index % 5 ? new Date(sentAt.getTime() + 20_000) : null;
      return { sentAt, confirmedAt, campaignId: index % 3 ? campaign : null };
    }),
  );
  const targets = await db
    .insert(linkTargets)
    .values(
      ["https://shop.example/a", "https://shop.example/a?more"].map((url, index) => ({
        ...{ accountId: scope.accountId, url },
        hash: Buffer.from(`${scope.accountId}-${index}`),
      })),
    )
    .returning({ id: linkTargets.id });
  await db.insert(links).values(
    sent
      .filter((_, index) => index % 9)
      .map(({ sentAt, id }, index) => ({
        ...{ accountId: scope.accountId, code: `c${id}`, targetId: targets[index % 2]!.id, sentAt, messageId: id },
      })),
  );
  await db.insert(clicks).values(
    sent.flatMap(({ sentAt, id }, index) =>
      [0, 1].map((again) => {
        const at = new Date(begin + (index * 2 + again) * 0.4 * HOUR);
        const robot = index % 4 === 0;
        return {
          ...{ accountId: scope.accountId, sentAt, messageId: id, id: uuid7s(at, 1)[0]!, at, code: `c${id}`, robot },
          ...{ rule: robot ? "user-agent" : "person", rulesVersion: 1, country: index % 6 ? "ES" : null },
          ...{
            device: index % 7 ? `Phone ${index % 3}` : null,
            system: "Android",
            browser: index % 2 ? "Chrome" : "Firefox",
          },
        };
      }),
    ),
  );
}

test.each(["Europe/Madrid", "Atlantic/Azores", "Asia/Kathmandu"])(
  "every figure of the visits in %s leads to exactly its visits",
  { timeout: 120_000 },
  async (zone) => {
    const scope = await createAccount({ zone });
    await visits(scope);
    let followed = 0;
    for (const search of ["period=2026-10-20..2026-10-27", "period=2026-10-25..2026-10-25&by=hour&browser=Chrome"]) {
      const { sections, headline } = await report(scope, search, 2);
      const sumOfLinks = sections.find(({ key }) => key === "target")!;
      expect(sumOfLinks.table.rows.length).toBe(3);
      for (const { key, table } of sections)
        for (const row of [...table.rows, ...(table.total ? [table.total] : [])])
          for (const { href, value } of row.cells) {
            if (!href) continue;
            expect([key, row.key, href, (await listed(scope, href)).visits]).toEqual([key, row.key, href, value]);
            followed += 1;
          }
      const [people, , messages] = headline;
      const found = await listed(scope, people!.value.href!);
      expect([people!.value.value, messages!.value.value]).toEqual([found.byPeople, found.clickedMessages]);
    }
    expect(followed).toBeGreaterThan(150);
  },
);

test("nothing of another account's visits is told", async () => {
  await visits(await createAccount());
  const { headline } = await report(await createAccount(), "period=2026-10-20..2026-10-27");
  expect(headline[0]!.value.value).toBe(0);
});
