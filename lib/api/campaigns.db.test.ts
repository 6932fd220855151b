import { expect, test } from "vitest";
import { createAccount, createCampaign, createMessages } from "@/db/testing";
import { makeScope } from "@/lib/auth/scope";
import { compactCounts } from "@/lib/messages/counts";
import { readCampaign, readCampaigns } from "./campaigns";

const NOW = new Date("2026-11-26T12:00:00Z");
const day = (n: number) => new Date(Date.UTC(2026, 10, n, 9));
type Read = { campaigns: { id: number; totals: Record<string, unknown> }[]; next: string | null };

const list = async (scope: Parameters<typeof readCampaigns>[0], asked = "") =>
  (await readCampaigns(scope, new URLSearchParams(asked), NOW)) as Read;

test("a campaign has the totals of its messages, before and after they are compacted", async () => {
  const scope = await createAccount();
  const id = await createCampaign(scope, { sentAt: day(20) });
  const campaignId = id;
  await createMessages(scope, [
    { campaignId, status: "delivered", clicks: 2, robotClicks: 1 },
    { campaignId, status: "delivered" },
    { campaignId, status: "sent" },
    { campaignId, status: "rejected", credits: "0.0000" },
    { status: "delivered" },
  ]);
  const totals = {
    ...{ messages: 4, pending: 1, segments: 4, credits: "3.0000", clicks: 2, clickedMessages: 1, robotVisits: 1 },
    byStatus: {
      ...{ processed: 0, sent: 1, delivered: 2, expired: 0, rejected: 1 },
      ...{ "non-deliverable": 0, duplicate: 0, test: 0 },
    },
  };
  expect(await readCampaign(scope, String(id))).toMatchObject({ id, totals });
  await compactCounts(scope.accountId);
  expect(await list(scope)).toMatchObject({ campaigns: [{ id, totals }], next: null });
});

test("pages follow each other without a gap, and a period narrows", async () => {
  const scope = await createAccount();
  const ids: number[] = [];
  for (let i = 0; i < 53; i++) ids.push(await createCampaign(scope, { sentAt: day(1 + (i % 20)) }));
  const seen: number[] = [];
  for (let next: string | null = "?"; next !== null; ) {
    const read: Read = await list(scope, next.split("?")[1]);
    seen.push(...read.campaigns.map(({ id }) => id));
    next = read.next;
  }
  expect(seen).toHaveLength(53);
  expect([...seen].sort((one, other) => one - other)).toEqual(ids);
  expect((await list(scope, "period=2026-11-01..2026-11-02")).campaigns).toHaveLength(6);
});

test.each(["period=never", "size=7", "after=x", "after=zzzzzzzzzz_1", "after=zzzzzzzzzz_1&period=2026-02-31..x"])(
  "%s is refused",
  async (asked) => {
    await expect(list(await createAccount(), asked)).rejects.toMatchObject({ outcome: "invalid" });
  },
);

test("another account's campaigns are not found, and reading needs the right", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const id = await createCampaign(theirs, { sentAt: day(20) });
  expect((await list(mine)).campaigns).toEqual([]);
  for (const strange of [String(id), "x", "1e3", "99999999999999999999"])
    await expect(readCampaign(mine, strange)).rejects.toMatchObject({ outcome: "not-found" });
  const sender = makeScope(theirs.account, { kind: "key", keyId: 1, scopes: ["send"] });
  await expect(list(sender)).rejects.toMatchObject({ outcome: "forbidden" });
});
