import { expect, test } from "vitest";
import { createAccount, createCampaign } from "@/db/testing";
import { readQuery } from "@/lib/dataset/dataset";
import { messageDataset } from "./dataset";
import { offeredFor } from "./offered";

const asking = (campaign: number) =>
  readQuery(messageDataset, new URLSearchParams({ campaign: String(campaign) }), { now: new Date(), zone: "UTC" })
    .query;

test("a campaign that is asked for is offered by its name, however many are newer", async () => {
  const scope = await createAccount();
  const old = await createCampaign(scope, { name: "Rebajas de 2025", sentAt: new Date("2025-01-07T10:00:00Z") });
  for (let i = 0; i < 100; i++) await createCampaign(scope);
  const { campaign } = await offeredFor(scope, asking(old));
  expect(campaign).toHaveLength(101);
  expect(campaign[0]).toEqual({ value: String(old), label: "Rebajas de 2025" });
});

test("one that is listed anyway is offered once", async () => {
  const scope = await createAccount();
  const recent = await createCampaign(scope);
  expect((await offeredFor(scope, asking(recent))).campaign).toHaveLength(1);
});

test("another account's campaign has no name here", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  expect((await offeredFor(mine, asking(await createCampaign(theirs)))).campaign).toEqual([]);
});
