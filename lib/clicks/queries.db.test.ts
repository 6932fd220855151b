import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db";
import { clicks } from "@/db/schema";
import { createAccount, createCampaign, createMessage, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { type Cursor, readQuery, SIZES } from "@/lib/dataset/dataset";
import type { Message } from "@/lib/messages/change";
import { uuid7s } from "@/lib/messages/uuid7";
import { newCode } from "./codes";
import { type ClickColumn, type ClickQuery, clickDataset } from "./dataset";
import { createLinks } from "./links";
import { listClicks, seenLately, selectForFile } from "./queries";

const ask = (scope: Scope, search: string): ClickQuery => {
  const clock = { now: new Date("2026-03-31T10:00:00Z"), zone: scope.zone };
  const { query, unreadable } = readQuery(clickDataset, new URLSearchParams(search), clock);
  expect(unreadable).toEqual([]);
  return query;
};
const ALL = clickDataset.columns.map(({ key }) => key);
const list = (scope: Scope, search: string, columns: readonly ClickColumn[] = ALL) =>
  listClicks(scope, ask(scope, search), columns);
const idsOf = async (scope: Scope, search: string) => (await list(scope, search)).rows.map(({ id }) => id);
const march = "period=2026-03-01..2026-03-31";
const on = (day: number, hour = 9) => new Date(Date.UTC(2026, 2, day, hour));

type Given = Partial<typeof clicks.$inferInsert> & { url?: string };

/** A visit to a link of the message, as recorded; counts are for other tests. */
async function visited(scope: Scope, message: Message, { url = "https://tienda.es/", ...given }: Given = {}) {
  const at = given.at ?? on(10);
  const code = newCode();
  const { accountId, sentAt, id: messageId } = message;
  await db.transaction((tx) => createLinks(tx, scope, [{ code, url, sentAt, messageId }]));
  const row = {
    ...{ accountId, sentAt, messageId, id: uuid7s(at, 1)[0]!, at, code, robot: false, rule: "person", rulesVersion: 1 },
    ...given,
  };
  await db.insert(clicks).values(row);
  return row;
}

test("an account never sees another account's visits", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const [own, other] = [await createMessage(mine, { sentAt: on(2) }), await createMessage(theirs, { sentAt: on(2) })];
  const kept = await visited(mine, own);
  await visited(theirs, other, { country: "ES" });
  expect(await idsOf(mine, march)).toEqual([kept.id]);
  expect(await idsOf(mine, `${march}&id=${other.id}`)).toEqual([]);
  expect((await list(mine, march)).totals).toEqual({ visits: 1, byPeople: 1, byRobots: 0, clickedMessages: 1 });
  expect((await seenLately(mine)).country).toEqual([]);
});

test("a visit is shown with its message and its link", async () => {
  const scope = await createAccount();
  const campaignId = await createCampaign(scope, { name: "Rebajas" });
  const sent = { sentAt: on(2), campaignId, label: "spring", subid: "s-1", sender: "TIENDA", text: "Ver" };
  const message = await createMessage(scope, sent);
  const visit = await visited(scope, message, {
    url: "https://x.es/a",
    country: "ES",
    device: "iPhone",
    system: "iOS",
  });
  expect((await list(scope, march)).rows).toEqual([
    {
      ...{ id: visit.id, at: visit.at, msisdn: "34600111222", link: "https://x.es/a", who: "person", rule: "person" },
      ...{ device: "iPhone", system: "iOS", browser: null, language: null, country: "ES", address: null },
      ...{ userAgent: null, message: message.id, sentAt: on(2), sender: "TIENDA", text: "Ver", campaign: "Rebajas" },
      ...{ label: "spring", subid: "s-1" },
    },
  ]);
});

test("each filter finds its visits and no others, and the totals are theirs", async () => {
  const scope = await createAccount();
  const campaignId = await createCampaign(scope);
  const [wanted, other] = await createMessages(scope, [
    {
      sentAt: on(3),
      msisdn: "5215512345678",
      sender: "TIENDA",
      label: "spring",
      subid: "s-1",
      campaignId,
      reference: "r-1",
    },
    { sentAt: on(3), msisdn: "34600111222", sender: "Shop" },
  ]);
  const robot = { robot: true, rule: "user-agent" } as const;
  const visit = await visited(scope, wanted!, {
    ...{ url: "https://tienda.es/50%_oferta", country: "MX", device: "Samsung", system: "Android", ...robot },
    ...{ browser: "Google Messages", language: "es-MX" },
  });
  await visited(scope, other!, {
    country: "ES",
    device: "iPhone",
    system: "iOS",
    browser: "Safari",
    language: "es-ES",
  });
  const filters = [
    ...[
      "msisdn=5215512345678",
      "msisdn=521*",
      "link=50%25_OFERTA",
      "who=robot",
      `campaign=${campaignId}`,
      "sender=TIENDA",
    ],
    ...["country=MX", "country=MX&country=FR", "device=Samsung", "system=Android", "browser=Google+Messages"],
    ...["language=es-MX", "rule=user-agent", "label=spring", "subid=s-1", `id=${wanted!.id.toUpperCase()}`, "id=r-1"],
  ];
  for (const filter of filters) {
    const { rows, totals } = await list(scope, `${march}&${filter}`);
    expect([filter, rows.map(({ id }) => id)]).toEqual([filter, [visit.id]]);
    expect([filter, totals]).toEqual([filter, { visits: 1, byPeople: 0, byRobots: 1, clickedMessages: 0 }]);
  }
  expect(await idsOf(scope, `${march}&who=person&who=robot`)).toHaveLength(2);
  expect(await idsOf(scope, `${march}&${filters.join("&")}&msisdn=34600111222`)).toEqual([visit.id]);
});

test("the period is of the visit, in days of the account, however long ago the message was sent", async () => {
  const scope = await createAccount({ zone: "Europe/Madrid" });
  const message = await createMessage(scope, { sentAt: new Date("2026-01-05T10:00:00Z") });
  const at = (iso: string) => visited(scope, message, { at: new Date(iso) });
  await at("2026-03-28T22:59:59.999Z");
  const first = await at("2026-03-28T23:00:00Z");
  const last = await at("2026-03-29T21:59:59.999Z");
  await at("2026-03-29T22:00:00Z");
  expect(await idsOf(scope, "period=2026-03-29..2026-03-29")).toEqual([last.id, first.id]);
});

test("visits, visits by people and messages clicked by a person are told apart", async () => {
  const scope = await createAccount();
  const [one, other, third] = await createMessages(scope, Array(3).fill({ sentAt: on(3) }));
  for (const message of [one!, one!, one!, other!]) await visited(scope, message);
  for (const message of [one!, third!]) await visited(scope, message, { robot: true, rule: "too-soon" });
  expect((await list(scope, march)).totals).toEqual({ visits: 6, byPeople: 4, byRobots: 2, clickedMessages: 2 });
});

test("a file has the list's rows in the list's order", async () => {
  const scope = await createAccount();
  const messages = await createMessages(scope, Array(3).fill({ sentAt: on(3), sender: "A" }));
  for (const [hour, message] of messages.entries()) await visited(scope, message, { at: on(10, hour) });
  const query = ask(scope, `${march}&sender=A&link=tienda`);
  const shown = await listClicks(scope, query, ALL);
  const { rows } = await db.execute(selectForFile(scope, query, ALL));
  expect(rows.map(({ message }) => message)).toEqual(shown.rows.map(({ message }) => message));
  expect(Object.keys(rows[0]!)).toEqual(ALL);
});

test("what was seen lately is offered once, in order", async () => {
  const scope = await createAccount();
  const message = await createMessage(scope, { sentAt: on(3) });
  for (const browser of ["Safari", "Chrome", "Safari"]) await visited(scope, message, { browser, system: "iOS" });
  expect(await seenLately(scope)).toEqual({
    ...{ country: [], device: [], language: [], system: [{ value: "iOS", label: "iOS" }] },
    browser: ["Chrome", "Safari"].map((value) => ({ value, label: value })),
  });
});

test("going on and back meets every visit once, while others arrive, also where many share an instant", async () => {
  const scope = await createAccount();
  const message = await createMessage(scope, { sentAt: on(3) });
  const hours = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 51, maxLength: 130 });
  await fc.assert(
    fc.asyncProperty(hours, async (drawn) => {
      await db.delete(clicks).where(eq(clicks.accountId, scope.accountId));
      const rows = drawn.map((hour) => {
        const at = on(10, hour);
        const { accountId, sentAt, id: messageId } = message;
        const id = uuid7s(at, 1)[0]!;
        return { accountId, sentAt, messageId, id, at, code: "x", robot: false, rule: "person", rulesVersion: 1 };
      });
      await db.insert(clicks).values(rows);
      const query = ask(scope, march);
      const met: string[] = [];
      let page: ClickQuery["page"] = null;
      let last: Cursor | null = null;
      for (;;) {
        const found = await listClicks(scope, { ...query, page }, ["at"]);
        met.push(...found.rows.map(({ id }) => id));
        await db.insert(clicks).values({ ...rows[0]!, id: uuid7s(on(11), 1)[0]!, at: on(11) });
        if (!found.next) break;
        page = { after: found.next };
        last = found.next;
      }
      const expected = rows.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
      expect(met).toEqual(expected.map(({ id }) => id));
      const back = await listClicks(scope, { ...query, page: last && { before: last } }, ["at"]);
      expect(back.rows.length).toBe(SIZES[0]);
    }),
    { numRuns: 8 },
  );
});
