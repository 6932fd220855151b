import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase } from "@/db";
import { createAccount, createCampaign, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { makeScope } from "@/lib/auth/scope";
import { readQuery, SIZES } from "@/lib/dataset/dataset";
import { compactCounts } from "@/lib/messages/counts";
import type { Status } from "@/lib/messages/status";
import { archiveCampaign, describeCampaign } from "./commands";
import { type CampaignSort, campaignDataset } from "./dataset";
import { compareCampaigns, getCampaign } from "./detail";
import { listCampaigns, pageCampaigns } from "./queries";

afterAll(closeDatabase);

const now = new Date("2026-10-20T10:00:00Z");
const ask = (search = "") => {
  const { query, unreadable } = readQuery(
    campaignDataset,
    new URLSearchParams(`period=2026-10-01..2026-10-31&${search}`),
    {
      now,
      zone: "Europe/Madrid",
    },
  );
  expect(unreadable).toEqual([]);
  return query;
};
const columns = campaignDataset.columns.map(({ key }) => key);

/** A campaign with a message of each given status, sent on a day of October. */
async function campaignOf(scope: Scope, day: number, statuses: readonly Status[], given = {}) {
  const sentAt = new Date(Date.UTC(2026, 9, day, 9));
  const id = await createCampaign(scope, { sentAt, recipients: statuses.length, ...given });
  const sent = await createMessages(
    scope,
    statuses.map((status, i) => ({
      ...{ sentAt, campaignId: id, status, msisdn: `3460011${1000 + i}`, credits: "1.5000" },
      ...(status === "delivered" ? { confirmedAt: new Date(sentAt.getTime() + (i + 1) * 20 * 60_000) } : {}),
      ...(status === "rejected" ? { reason: "blocked", operator: "Vodafone" } : {}),
    })),
  );
  return { id, sent };
}

const idsOf = async (scope: Scope, search = "") =>
  (await listCampaigns(scope, ask(search), ["name"])).rows.map(({ id }) => Number(id));

test("each campaign is told with what became of its messages, newest first", async () => {
  const scope = await createAccount();
  const one = await campaignOf(scope, 5, ["delivered", "delivered", "rejected", "sent"], { name: "Rebajas" });
  const other = await campaignOf(scope, 6, ["delivered", "duplicate", "test"]);
  const list = await listCampaigns(scope, ask(), columns);
  expect(list.rows.map(({ id }) => Number(id))).toEqual([other.id, one.id]);
  expect(list.rows[1]).toMatchObject({
    ...{ name: "Rebajas", recipients: 4, delivered: 2, failed: 1, rejected: 1, pending: 1, sent: 1, processed: 0 },
    ...{ deliveredRate: "66.67", credits: "6.0000", clicked: 0, clickRate: "0.00", campaign: String(one.id) },
  });
  expect(list.rows[0]).toMatchObject({ deliveredRate: "100.00", duplicate: 1, test: 1, failed: 0 });
  expect(list.totals).toEqual({ campaigns: 2, recipients: 7, running: 1 });
});

test("figures are the same before and after the counts are compacted, and of a campaign without messages", async () => {
  const scope = await createAccount();
  await campaignOf(scope, 5, ["delivered", "expired"]);
  await createCampaign(scope, { sentAt: new Date(Date.UTC(2026, 9, 7)), recipients: 3 });
  const before = await listCampaigns(scope, ask(), columns);
  await compactCounts(scope.accountId);
  expect(await listCampaigns(scope, ask(), columns)).toEqual(before);
  expect(before.rows[0]).toMatchObject({ recipients: 3, delivered: 0, deliveredRate: null, credits: "0" });
});

test("the list is narrowed by name, sender, label, state and what is archived", async () => {
  const scope = await createAccount();
  const { id: running } = await campaignOf(scope, 5, ["sent"], {
    name: "Verano 20 %",
    sender: "TIENDA",
    label: "verano",
  });
  const { id: ended } = await campaignOf(scope, 6, ["delivered"], { name: "Invierno" });
  const { id: old } = await campaignOf(scope, 7, ["delivered"], { name: "Vieja" });
  await archiveCampaign(scope, old, now);
  expect(await idsOf(scope)).toEqual([ended, running]);
  expect(await idsOf(scope, "name=20 %25")).toEqual([running]);
  expect(await idsOf(scope, "name=%25")).toEqual([running]);
  expect(await idsOf(scope, "sender=TIENDA")).toEqual([running]);
  expect(await idsOf(scope, "label=verano")).toEqual([running]);
  expect(await idsOf(scope, "state=running")).toEqual([running]);
  expect(await idsOf(scope, "state=ended")).toEqual([ended]);
  expect(await idsOf(scope, "archived=yes")).toEqual([old]);
  expect(await idsOf(scope, "archived=all")).toEqual([old, ended, running]);
  await archiveCampaign(scope, old, null);
  expect(await idsOf(scope)).toEqual([old, ended, running]);
});

test.each(campaignDataset.sorts)(
  "pages by %s go through every campaign once, also among equals",
  async (sort: CampaignSort) => {
    const scope = await createAccount();
    const kinds: Status[][] = [["delivered"], ["rejected"], ["delivered", "rejected"], ["sent", "sent"]];
    for (let i = 0; i < 60; i++) await campaignOf(scope, 1 + (i % 20), kinds[i % 4]!);
    const query = ask(`sort=${sort}`);
    const all: string[] = [];
    const forwards = [];
    for (let page: typeof query.page = null; ; ) {
      const { rows, next } = await pageCampaigns(scope, { ...query, size: SIZES[0], page }, ["name"]);
      all.push(...rows.map(({ id }) => id));
      forwards.push(rows);
      if (!next) break;
      page = { after: next };
    }
    expect(all.length).toBe(60);
    expect(new Set(all).size).toBe(60);
    const first = forwards[1]![0]!;
    const back = await pageCampaigns(scope, { ...query, page: { before: { at: first.place, id: first.id } } }, [
      "name",
    ]);
    expect(back.rows.map(({ id }) => id)).toEqual(forwards[0]!.map(({ id }) => id));
  },
);

test("a campaign is told with its course, its operators and its reasons", async () => {
  const scope = await createAccount();
  const { id } = await campaignOf(scope, 5, ["delivered", "delivered", "delivered", "delivered", "rejected", "sent"]);
  const { campaign, curve, operators, reasons } = await getCampaign(scope, id);
  expect(campaign).toMatchObject({ id, delivered: 4, failed: 1, pending: 1, deliveredRate: 80, clickRate: 0 });
  expect(curve).toEqual([
    { hours: 0.25, delivered: 0, clicked: 0 },
    { hours: 0.5, delivered: 1, clicked: 0 },
    { hours: 1, delivered: 3, clicked: 0 },
    { hours: 2, delivered: 4, clicked: 0 },
  ]);
  expect(operators).toEqual([
    { value: null, messages: 5, delivered: 4, failed: 0 },
    { value: "Vodafone", messages: 1, delivered: 0, failed: 1 },
  ]);
  expect(reasons).toEqual([{ value: "blocked", messages: 1, delivered: 0, failed: 1 }]);
});

test("campaigns are compared in the order they were asked for", async () => {
  const scope = await createAccount();
  const [one, other] = [await campaignOf(scope, 5, ["delivered"]), await campaignOf(scope, 6, ["rejected"])];
  const compared = await compareCampaigns(scope, [other.id, one.id]);
  expect(compared.map(({ campaign }) => [campaign.id, campaign.deliveredRate])).toEqual([
    [other.id, 0],
    [one.id, 100],
  ]);
});

describe("another account's campaign", () => {
  test("is not found, listed, compared, renamed or archived", async () => {
    const [mine, theirs] = [await createAccount(), await createAccount()];
    const { id } = await campaignOf(theirs, 5, ["delivered"], { name: "Theirs" });
    expect(await idsOf(mine, "archived=all")).toEqual([]);
    const missing = { outcome: "not-found" };
    await expect(getCampaign(mine, id)).rejects.toMatchObject(missing);
    await expect(compareCampaigns(mine, [id])).rejects.toMatchObject(missing);
    await expect(describeCampaign(mine, id, { name: "Mine", label: "" })).rejects.toMatchObject(missing);
    await expect(archiveCampaign(mine, id, now)).rejects.toMatchObject(missing);
    expect((await getCampaign(theirs, id)).campaign).toMatchObject({ name: "Theirs", archived: false });
  });
});

test("a name is given and a label taken away; a viewer may do neither", async () => {
  const scope = await createAccount();
  const { id } = await campaignOf(scope, 5, ["delivered"], { label: "old" });
  await describeCampaign(scope, id, { name: "  Otoño ", label: "" });
  expect((await getCampaign(scope, id)).campaign).toMatchObject({ name: "Otoño", label: null });
  await expect(describeCampaign(scope, id, { name: " ", label: "" })).rejects.toMatchObject({
    fields: { name: "required" },
  });
  const viewer = makeScope(scope.account, scope.actor, "viewer");
  await expect(describeCampaign(viewer, id, { name: "x", label: "" })).rejects.toMatchObject({ outcome: "forbidden" });
  await expect(archiveCampaign(viewer, id, now)).rejects.toMatchObject({ outcome: "forbidden" });
  expect(await idsOf(viewer)).toEqual([id]);
});
