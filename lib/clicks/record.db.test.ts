import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db";
import { clicks, messages } from "@/db/schema";
import { createAccount, createMessages } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import type { Message } from "@/lib/messages/change";
import { verifyCounts } from "@/lib/messages/counts";
import { uuid7s } from "@/lib/messages/uuid7";
import { newCode } from "./codes";
import agents from "./fixtures/user-agents.json";
import * as recording from "./record";
import type { Visit } from "./visit";

const [IPHONE = ""] = agents.people;
const [, GOOGLE_MESSAGES = ""] = agents.robots;
const HOUR = 3_600_000;

/** As the front door does. */
const recordClicks = (scope: Scope, visits: readonly Visit[]) =>
  recording.recordClicks(makeScope(scope.account, { kind: "worker" }), visits);

type Linked = { message: Message; code: string };

/** Delivered messages, each with a code; who records does not ask whether the link is there. */
async function linked(scope: Scope, count = 1): Promise<Linked[]> {
  const sentAt = new Date(Date.now() - HOUR);
  const given = { sentAt, handedAt: sentAt, confirmedAt: new Date(sentAt.getTime() + 4_000) };
  return (await createMessages(scope, Array(count).fill(given))).map((message) => ({ message, code: newCode() }));
}
const oneLinked = async (scope: Scope): Promise<Linked> => (await linked(scope))[0]!;

function visit({ code, message }: Linked, given: Partial<Visit> = {}): Visit {
  const at = given.at ?? new Date();
  return {
    ...{ id: uuid7s(at, 1)[0]!, code, messageId: message.id, at, address: "80.58.61.77" },
    ...{ userAgent: IPHONE, language: "es-ES", prefetch: false },
    ...given,
  };
}

const clicksOf = (scope: Scope) =>
  db.select().from(clicks).where(eq(clicks.accountId, scope.accountId)).orderBy(clicks.at);
const messagesOf = (scope: Scope) =>
  db.select().from(messages).where(eq(messages.accountId, scope.accountId)).orderBy(messages.id);

test("a visit is kept with what it said, its address shortened, and counted at its message", async () => {
  const scope = await createAccount();
  const own = await oneLinked(scope);
  const { message, code } = own;
  const come = visit(own);
  expect(await recordClicks(scope, [come])).toBe(1);
  const [click] = await clicksOf(scope);
  expect(click).toEqual({
    ...{ accountId: scope.accountId, sentAt: message.sentAt, messageId: message.id, id: come.id, at: come.at, code },
    ...{ address: "80.58.61.0", addressHash: expect.any(Buffer), userAgent: IPHONE, language: "es-ES", country: "ES" },
    ...{ device: "iPhone", system: "iOS", browser: "Safari", robot: false, rule: "person", rulesVersion: 1 },
  });
  expect(JSON.stringify(click)).not.toContain("80.58.61.77");
  const [after] = await messagesOf(scope);
  // When its status was reached, clients ask for and lists say: it stays.
  expect(after).toEqual({ ...message, clicks: 1 });
});

test("a visit touches no index of messages: nothing it changes is in one, and their pages have room for it", async () => {
  const scope = await createAccount();
  // A month of its own, so that nobody else fills its pages.
  const sentAt = new Date("1998-02-03T04:05:06Z");
  const [message] = await createMessages(scope, Array(200).fill({ sentAt, handedAt: sentAt }));
  const page = async () => {
    const own = sql`account_id = ${scope.accountId} and id = ${message!.id}`;
    const { rows } = await db.execute(
      sql`select (ctid::text::point)[0] as page, tableoid::regclass from messages where ${own}`,
    );
    return rows;
  };
  const before = await page();
  expect(await recordClicks(scope, [visit({ message: message!, code: newCode() })])).toBe(1);
  expect(await page()).toEqual(before);
  const indexed = await db.execute<{ name: string }>(sql`
    select distinct attname as name from pg_depend
    join pg_index on indexrelid = objid
    join pg_attribute on attrelid = refobjid and attnum = refobjsubid
    where indrelid = 'messages'::regclass and refobjid = indrelid and refobjsubid > 0`);
  const names = indexed.rows.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["updated_at", "parameters", "subid"]));
  expect(names).not.toEqual(expect.arrayContaining(["clicks"]));
  expect(names).not.toEqual(expect.arrayContaining(["robot_clicks"]));
});

test("robots are kept and counted apart, called by their names", async () => {
  const scope = await createAccount();
  const own = await oneLinked(scope);
  await recordClicks(scope, [
    visit(own, { userAgent: GOOGLE_MESSAGES }),
    visit(own, { userAgent: "" }),
    visit(own, { prefetch: true }),
    visit(own),
  ]);
  expect((await clicksOf(scope)).map(({ rule, browser }) => [rule, browser]).sort()).toEqual([
    ["empty-user-agent", null],
    ["person", "Safari"],
    ["prefetch", "Safari"],
    ["user-agent", "Google Messages"],
  ]);
  expect(await messagesOf(scope)).toMatchObject([{ clicks: 1, robotClicks: 3 }]);
});

test("a visit that is written again counts once", async () => {
  const scope = await createAccount();
  const own = await oneLinked(scope);
  const [one, other] = [visit(own), visit(own)];
  await recordClicks(scope, [one]);
  expect(await recordClicks(scope, [one, other, other])).toBe(1);
  expect(await messagesOf(scope)).toMatchObject([{ clicks: 2, robotClicks: 0 }]);
});

test("one visitor's address is told from another's", async () => {
  const scope = await createAccount();
  const own = await oneLinked(scope);
  await recordClicks(
    scope,
    ["80.58.61.77", "80.58.61.78", "80.58.61.77"].map((address) => visit(own, { address })),
  );
  const hashes = (await clicksOf(scope)).map(({ addressHash }) => addressHash?.toString("hex"));
  expect(new Set(hashes).size).toBe(2);
});

test("what a client may send and PostgreSQL cannot hold is kept as far as it can be", async () => {
  const scope = await createAccount();
  const own = await oneLinked(scope);
  await recordClicks(scope, [
    visit(own, { userAgent: `Mozilla/5.0 \0 ${"x".repeat(2_000)}`, address: "unknown", language: null }),
    visit(own, { address: "" }),
  ]);
  const rows = await clicksOf(scope);
  expect(rows.map(({ userAgent }) => userAgent?.length).sort()).toEqual([IPHONE.length, 500].sort());
  expect(rows.map(({ address, country }) => [address, country])).toEqual([
    [null, null],
    [null, null],
  ]);
});

test("a message of another account, or of nobody, is not visited", async () => {
  const [scope, other] = [await createAccount(), await createAccount()];
  const own = await oneLinked(scope);
  const nobody = ["not an id", uuid7s(new Date(), 1)[0]!].map((messageId) => visit(own, { messageId }));
  expect(await recordClicks(other, [visit(own), ...nobody])).toBe(0);
  expect(await clicksOf(other)).toEqual([]);
  expect(await clicksOf(scope)).toEqual([]);
  expect(await messagesOf(scope)).toMatchObject([{ clicks: 0, robotClicks: 0 }]);
});

test("only who may report outcomes records visits", async () => {
  const scope = await createAccount();
  const reader = makeScope(scope.account, { kind: "key", keyId: 1, scopes: ["read"] });
  await expect(recording.recordClicks(reader, [visit(await oneLinked(scope))])).rejects.toMatchObject({
    outcome: "forbidden",
  });
});

test("however visits are batched, repeated and mixed, messages and counts say what the rows say", async () => {
  const plan = fc.array(fc.record({ link: fc.nat(2), robot: fc.boolean(), again: fc.boolean(), cut: fc.boolean() }), {
    maxLength: 25,
  });
  await fc.assert(
    fc.asyncProperty(plan, async (steps) => {
      const scope = await createAccount();
      const own = await linked(scope, 3);
      const batches: Visit[][] = [[]];
      for (const { link, robot, again, cut } of steps) {
        const come = visit(own[link]!, { userAgent: robot ? GOOGLE_MESSAGES : IPHONE });
        if (cut) batches.push([]);
        batches.at(-1)!.push(come);
        if (again) batches[Math.floor(batches.length / 2)]!.push(come);
      }
      await Promise.all(batches.map((batch) => recordClicks(scope, batch)));
      const told = await messagesOf(scope);
      for (const { id, clicks: people, robotClicks } of told) {
        const index = own.findIndex(({ message }) => message.id === id);
        const mine = steps.filter(({ link }) => link === index);
        expect([people, robotClicks]).toEqual([
          mine.filter(({ robot }) => !robot).length,
          mine.filter(({ robot }) => robot).length,
        ]);
      }
      expect(await clicksOf(scope)).toHaveLength(steps.length);
      expect(await verifyCounts(scope.accountId)).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

test("clicked means by a person: the counts tell messages from visits", async () => {
  const scope = await createAccount();
  const [one, other, third] = await linked(scope, 3);
  await recordClicks(scope, [visit(one!), visit(one!), visit(other!, { userAgent: "" }), visit(third!)]);
  const { rows } = await db.execute(sql`
    select sum(clicked)::int as clicked, sum(clicks)::int as clicks, sum(robot_clicks)::int as robots
    from count_deltas where account_id = ${scope.accountId}`);
  expect(rows).toEqual([{ clicked: 2, clicks: 3, robots: 1 }]);
});
