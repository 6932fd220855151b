import { expect, test } from "vitest";
import { createAccount, createCampaign, createMessage, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { readQuery } from "@/lib/dataset/dataset";
import { type MessageQuery, messageDataset } from "./dataset";
import { getMessage, listMessages } from "./queries";
import type { Status } from "./status";

const ask = (scope: Scope, search: string): MessageQuery => {
  const { query, unreadable } = readQuery(messageDataset, new URLSearchParams(search), {
    now: new Date(),
    zone: scope.zone,
  });
  expect(unreadable).toEqual([]);
  return query;
};
const list = (scope: Scope, search: string) => listMessages(scope, ask(scope, search), ["msisdn", "text", "credits"]);
const idsOf = async (scope: Scope, search: string) => (await list(scope, search)).rows.map(({ id }) => id);
const march = "period=2026-03-01..2026-03-31";
const on = (day: number) => ({ sentAt: new Date(Date.UTC(2026, 2, day, 9)) });

test("an account never sees another account's messages", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const kept = await createMessage(mine, on(2));
  const other = await createMessage(theirs, on(2));
  expect(await idsOf(mine, march)).toEqual([kept.id]);
  expect(await idsOf(mine, `${march}&id=${other.id}`)).toEqual([]);
  await expect(getMessage(mine, other.id)).rejects.toMatchObject({ outcome: "not-found" });
  expect((await list(mine, march)).totals.messages).toBe(1);
});

test("a day is a day of the account, also when the clocks change", async () => {
  const scope = await createAccount({ zone: "Europe/Madrid" });
  const at = (iso: string) => createMessage(scope, { sentAt: new Date(iso) });
  await at("2026-03-28T22:59:59.999Z");
  const first = await at("2026-03-28T23:00:00Z");
  const last = await at("2026-03-29T21:59:59.999Z");
  await at("2026-03-29T22:00:00Z");
  const { rows, totals } = await list(scope, "period=2026-03-29..2026-03-29");
  expect(rows.map(({ id }) => id)).toEqual([last.id, first.id]);
  expect(totals.messages).toBe(2);
});

test("each filter finds its rows and no others, and the totals are theirs", async () => {
  const scope = await createAccount();
  const campaignId = await createCampaign(scope);
  const [wanted] = await createMessages(scope, [
    {
      ...on(3),
      ...{
        msisdn: "5215512345678",
        country: "MX",
        operator: "Telcel",
        sender: "TIENDA",
        text: "Rebajas: 50% en toda la tienda",
        status: "rejected",
      },
      ...{
        reason: "filtered",
        code: "088",
        segments: 2,
        credits: "2.4000",
        campaignId,
        label: "winter",
        subid: "abc123",
        reference: "order-7",
      },
      ...{ gatewayId: 4, origin: "import", clicks: 1, robotClicks: 2 },
    },
    { ...on(4), text: "50 euros" },
  ]);
  const found = [
    ...[
      "msisdn=5215512345678",
      "msisdn=52155*",
      "sender=TIENDA",
      "text=50%25+en",
      "text=REBAJAS",
      "status=rejected",
      "country=MX",
    ],
    ...[
      `campaign=${campaignId}`,
      "operator=Telcel",
      "label=winter",
      "subid=abc123",
      `id=${wanted!.id}`,
      "id=order-7",
      "reason=filtered",
    ],
    ...[
      "gateway=4",
      "clicked=person",
      "clicked=robot",
      "origin=import",
      "creditsFrom=2.4",
      "status=rejected&status=sent&country=MX",
    ],
  ];
  for (const filter of found) {
    const { rows, totals } = await list(scope, `${march}&${filter}`);
    expect([filter, rows.map(({ id }) => id)]).toEqual([filter, [wanted!.id]]);
    expect([filter, totals.messages, totals.segments, totals.credits]).toEqual([filter, 1, 2, "2.4000"]);
  }
  for (const filter of [
    "msisdn=521551234567",
    "sender=tienda",
    "text=50_",
    "creditsTo=0.5",
    "text=nothing",
    "clicked=no&country=MX",
  ])
    expect([filter, await idsOf(scope, `${march}&${filter}`)]).toEqual([filter, []]);
});

test("a template's message is found by its values too", async () => {
  const scope = await createAccount();
  const text = "Hola %name%, ven";
  const [ana] = await createMessages(scope, [
    { ...on(3), text, parameters: { name: "Ana Núñez" } },
    { ...on(3), text, parameters: { name: "Luis" } },
    { ...on(3), text: "Adiós" },
  ]);
  expect(await idsOf(scope, `${march}&text=n%C3%BA%C3%B1ez`)).toEqual([ana!.id]);
  expect(await idsOf(scope, `${march}&text=hola`)).toHaveLength(2);
});

test("pages follow each other without a gap or a repetition, also at one instant and while new messages arrive", async () => {
  const scope = await createAccount();
  const all = await createMessages(
    scope,
    Array.from({ length: 130 }, (_, i) => on(5 + (i % 2))),
  );
  const expected = [...all]
    .sort((one, other) => other.sentAt.getTime() - one.sentAt.getTime() || (one.id < other.id ? 1 : -1))
    .map(({ id }) => id);
  const query = ask(scope, march);
  const first = await listMessages(scope, query, []);
  await createMessage(scope, on(20));
  const second = await listMessages(scope, { ...query, page: { after: first.next! } }, []);
  const third = await listMessages(scope, { ...query, page: { after: second.next! } }, []);
  expect([first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(expected);
  expect(third.next).toBeNull();
  const back = await listMessages(scope, { ...query, page: { before: third.previous! } }, []);
  expect(back.rows.map(({ id }) => id)).toEqual(second.rows.map(({ id }) => id));
  expect(first.previous).toBeNull();
});

test("ordered by updated, what changed last comes first", async () => {
  const scope = await createAccount();
  const [early, late] = await createMessages(scope, [
    { ...on(9), updatedAt: new Date("2026-03-12T10:00:00Z") },
    { ...on(10), updatedAt: new Date("2026-03-11T10:00:00Z") },
  ]);
  expect(await idsOf(scope, `${march}&sort=updated`)).toEqual([early!.id, late!.id]);
});

test("counts per status are those of the rows, from the counts and at the edges of a period in minutes", async () => {
  const scope = await createAccount();
  const statuses: Status[] = ["delivered", "rejected", "sent"];
  const minutes = Array.from({ length: 90 }, (_, i) => ({
    sentAt: new Date(Date.UTC(2026, 2, 10, 9, i, 30)),
    status: statuses[i % 3]!,
  }));
  await createMessages(scope, minutes);
  for (const period of [
    "2026-03-10T10:07..2026-03-10T10:11",
    "2026-03-10T10:07..2026-03-10T11:02",
    "2026-03-10T10:00..2026-03-10T10:14",
    "2026-03-10T10:10..2026-03-10T10:20",
  ]) {
    const [from, to] = period.split("..").map((local) => Date.parse(`${local}:00+01:00`)) as [number, number];
    const inside = minutes.filter(({ sentAt }) => sentAt.getTime() >= from && sentAt.getTime() < to + 60_000);
    const { totals } = await list(scope, `period=${period}&size=200`);
    expect([period, totals.messages]).toEqual([period, inside.length]);
    for (const { status, messages } of totals.byStatus)
      expect([period, status, messages]).toEqual([
        period,
        status,
        inside.filter((each) => each.status === status).length,
      ]);
  }
});

test("a message's page tells its texts, campaign and neighbours", async () => {
  const scope = await createAccount();
  const campaignId = await createCampaign(scope, { name: "Winter" });
  const [message, other] = await createMessages(scope, [
    { ...on(3), text: "Hola %name%", parameters: { name: "Ana" }, campaignId },
    on(4),
  ]);
  const detail = await getMessage(scope, message!.id);
  expect(detail).toMatchObject({
    text: "Hola Ana",
    template: "Hola %name%",
    campaign: "Winter",
    gateway: null,
    receipts: [],
    clicks: [],
  });
  expect(detail.others.map(({ id }) => id)).toEqual([other!.id]);
  await expect(getMessage(scope, "nonsense")).rejects.toMatchObject({ outcome: "not-found" });
});
