import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { callbacks, callbackTargets, links, messages } from "@/db/schema";
import { createAccount } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { recordClicks } from "@/lib/clicks/record";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import type { Sending } from "@/lib/ingest/sending";
import { uuid7s } from "@/lib/messages/uuid7";

const URLS = { ackUrl: "https://client.example/ack", clickUrl: "https://client.example/click?c=1" };
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.7.2 Mobile/15E148 Safari/604.1";

function sending(to: readonly string[], given: Partial<Sending> = {}): Sending {
  const common = {
    text: "See https://shop.example/p?a=1",
    parameters: null,
    sender: "Shop",
    ucs2: false,
    reference: null,
  };
  return {
    ...{ origin: "api", subid: "s1", label: null, campaign: null, test: false, allowDuplicates: false },
    ...{ validityMinutes: null, shortLinks: "all", ...given },
    messages: to.map((each) => ({ to: each, ...common })),
  };
}
const log = (scope: Scope) =>
  db.select().from(callbacks).where(eq(callbacks.accountId, scope.accountId)).orderBy(callbacks.id);

test("the addresses of a request are kept once, and stand before the account's own", async () => {
  const scope = await createAccount({ ackUrl: "https://account.example/" });
  for (let i = 0; i < 2; i++)
    await acceptMessages(scope, sending(["not a number", "34600111222"], { callback: URLS }), new Date());
  await acceptMessages(scope, sending(["nor this"]), new Date());
  const mine = eq(callbackTargets.accountId, scope.accountId);
  expect(await db.select().from(callbackTargets).where(mine)).toMatchObject([URLS]);
  const rejected = "acklevel=error&msisdn=notanumber&status=ko&desc=REJECTD&subid=s1";
  const told = (await log(scope)).map(({ url }) =>
    url.replace(/&timestamp.*/, "").replace(/msisdn=[^&]*/, "msisdn=notanumber"),
  );
  expect(told).toEqual([
    `${URLS.ackUrl}?${rejected}`,
    `${URLS.ackUrl}?${rejected}`,
    `https://account.example/?${rejected}`,
  ]);
});

test("tests and duplicates are told to nobody", async () => {
  const scope = await createAccount(URLS);
  await acceptMessages(scope, sending(["34600111222"], { test: true }), new Date());
  await acceptMessages(scope, sending(["34600111222"], { shortLinks: undefined as never }), new Date());
  await acceptMessages(scope, sending(["34600111222"], { shortLinks: undefined as never }), new Date());
  const rows = await db.select().from(messages).where(eq(messages.accountId, scope.accountId));
  expect(rows.map(({ status }) => status).sort()).toEqual(["duplicate", "processed", "test"]);
  expect(await log(scope)).toEqual([]);
});

async function visited(scope: Scope, agents: readonly string[]) {
  const sentAt = new Date("2026-11-23T15:00:00Z");
  const { messages: accepted } = await acceptMessages(scope, sending(["34600000001"]), sentAt);
  const [link] = await db.select().from(links).where(eq(links.accountId, scope.accountId));
  const visits = agents.map((userAgent, i) => {
    const at = new Date(sentAt.getTime() + 1_842_000 + i * 1_000);
    return {
      ...{ id: uuid7s(at, 1)[0]!, at, code: link!.code, messageId: accepted[0]!.id, address: "203.0.113.7" },
      ...{ userAgent, language: "es-ES", prefetch: false },
    };
  });
  const worker = makeScope(scope.account, { kind: "worker" });
  return { visits, record: (some: typeof visits) => recordClicks(worker, some) };
}
const questions = async (scope: Scope) =>
  (await log(scope)).map(({ url, kind }) => [kind, ...new URL(url).searchParams.entries()].join(" "));

test("a click is told with the running number of people, robots are not", async () => {
  const scope = await createAccount({ ...URLS, wholeAddresses: true });
  const { visits, record } = await visited(scope, [IPHONE, "", IPHONE, IPHONE]);
  await record(visits.slice(0, 3));
  await record(visits.slice(0, 3)); // once more: nothing new
  await record(visits.slice(3));
  const [first] = await log(scope);
  expect(first!.url).toBe(
    `https://client.example/click?c=1&type=click&subid=s1&msisdn=34600000001&url=https:%2F%2Fshop.example%2Fp%3Fa%3D1&timestamp=2026-11-23%2015:30:42&ip=203.0.113.7&useragent=${encodeURIComponent(IPHONE)}&lang=es-ES&clicks=1&bot=0`,
  );
  expect((await questions(scope)).map((each) => /clicks,(\d+) bot,(\d)/.exec(each)!.slice(1).join())).toEqual([
    "1,0",
    "2,0",
    "3,0",
  ]);
});

test("robots are told to an account that asks, and addresses are shortened for one that did not", async () => {
  const scope = await createAccount({ ...URLS, callbackRobots: true });
  const { visits, record } = await visited(scope, ["", IPHONE, ""]);
  await record(visits);
  expect(
    (await questions(scope)).map((each) => /ip,(\S+) .*clicks,(\d+) bot,(\d)/.exec(each)!.slice(1).join()),
  ).toEqual(["203.0.113.0,0,1", "203.0.113.0,1,0", "203.0.113.0,1,1"]);
});
