import { setTimeout as sleep } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { clicks, messages } from "@/db/schema";
import { createAccount, createMessage } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { lockMessages, type Message } from "@/lib/messages/change";
import { verifyCounts } from "@/lib/messages/counts";
import { uuid7s } from "@/lib/messages/uuid7";
import agents from "./fixtures/user-agents.json";
import { forgetAddresses } from "./forget-addresses";
import { rejudgeClicks } from "./rejudge";
import { RULES_VERSION } from "./rules";

const [IPHONE = ""] = agents.people;
const now = new Date("2026-11-22T10:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

async function visited(scope: Scope, { sentAt, id: messageId }: Message, given: Partial<typeof clicks.$inferInsert>) {
  const at = given.at ?? daysAgo(1);
  await db.insert(clicks).values({
    ...{ accountId: scope.accountId, sentAt, messageId, id: uuid7s(at, 1)[0]!, at, code: "code0000" },
    ...{ userAgent: IPHONE, robot: false, rule: "person", rulesVersion: RULES_VERSION },
    ...given,
  });
}
const clicksOf = (scope: Scope) =>
  db.select().from(clicks).where(eq(clicks.accountId, scope.accountId)).orderBy(clicks.at);

test("the hash of an address is kept thirty days, the visit longer", async () => {
  const [scope, other] = [await createAccount(), await createAccount()];
  const hashed = { addressHash: Buffer.from("hash"), address: "203.0.113.0" };
  for (const each of [scope, other]) {
    const message = await createMessage(each, { sentAt: daysAgo(40) });
    for (const days of [31, 29]) await visited(each, message, { at: daysAgo(days), ...hashed });
  }
  expect(await forgetAddresses(scope.accountId, now)).toBe(1);
  const [old, young] = await clicksOf(scope);
  expect(old).toMatchObject({ addressHash: null, address: "203.0.113.0", userAgent: IPHONE });
  expect(young).toMatchObject(hashed);
  expect((await clicksOf(other)).filter(({ addressHash }) => addressHash !== null)).toHaveLength(2);
  expect(await forgetAddresses(scope.accountId, now)).toBe(0);
});

test("what older rules judged is judged again, and the counts follow", async () => {
  const scope = await createAccount();
  const sentAt = daysAgo(2);
  const message = await createMessage(scope, { sentAt, handedAt: sentAt, clicks: 3, robotClicks: 2 });
  const old = { rulesVersion: RULES_VERSION - 1 };
  await visited(scope, message, { ...old, userAgent: "WhatsApp/2.21.12.21 A" }); // was a person's
  await visited(scope, message, { ...old, robot: true, rule: "user-agent" }); // was a robot's
  await visited(scope, message, { ...old, robot: true, rule: "prefetch" });
  await visited(scope, message, { ...old, userAgent: null });
  await visited(scope, message, { userAgent: "" }); // judged by these rules: not asked again
  expect(await rejudgeClicks(scope)).toBe(2);
  const told = (await clicksOf(scope)).map(({ robot, rule, userAgent }) => [robot, rule, userAgent]);
  expect(told).toHaveLength(5);
  expect(told).toEqual(
    expect.arrayContaining([
      [true, "user-agent", "WhatsApp/2.21.12.21 A"],
      [false, "person", IPHONE],
      [true, "prefetch", IPHONE],
      [false, "person", null],
      [false, "person", ""],
    ]),
  );
  const own = and(eq(messages.accountId, scope.accountId), eq(messages.id, message.id));
  expect((await db.select().from(messages).where(own))[0]).toMatchObject({ clicks: 3, robotClicks: 2 });
  expect(await rejudgeClicks(scope)).toBe(0);
});

test("a message that only robots visited is no longer clicked", async () => {
  const scope = await createAccount();
  const message = await createMessage(scope, { sentAt: daysAgo(2), clicks: 1 });
  await visited(scope, message, { rulesVersion: RULES_VERSION - 1, userAgent: "" });
  expect(await rejudgeClicks(scope)).toBe(1);
  const own = and(eq(messages.accountId, scope.accountId), eq(messages.id, message.id));
  expect((await db.select().from(messages).where(own))[0]).toMatchObject({ clicks: 0, robotClicks: 1 });
  expect(await verifyCounts(scope.accountId)).toEqual([]);
});

test("a visit that two judge again at once changes sides once", async () => {
  const scope = await createAccount();
  const message = await createMessage(scope, { sentAt: daysAgo(2), clicks: 1 });
  await visited(scope, message, { rulesVersion: RULES_VERSION - 1, userAgent: "" });
  let judging: Promise<number>[] = [];
  await db.transaction(async (tx) => {
    await lockMessages(tx, scope, [message]);
    judging = [rejudgeClicks(scope), rejudgeClicks(scope)];
    await sleep(300);
  });
  expect((await Promise.all(judging)).toSorted()).toEqual([0, 1]);
  const own = and(eq(messages.accountId, scope.accountId), eq(messages.id, message.id));
  expect((await db.select().from(messages).where(own))[0]).toMatchObject({ clicks: 0, robotClicks: 1 });
});

test("more visits than are judged at once are all judged", async () => {
  const scope = await createAccount();
  const message = await createMessage(scope, { sentAt: daysAgo(2), clicks: 1_001 });
  const at = daysAgo(1);
  await db.insert(clicks).values(
    uuid7s(at, 1_001).map((id) => ({
      ...{ accountId: scope.accountId, sentAt: message.sentAt, messageId: message.id, id, at, code: "code0000" },
      ...{ userAgent: "", robot: false, rule: "person", rulesVersion: RULES_VERSION - 1 },
    })),
  );
  expect(await rejudgeClicks(scope)).toBe(1_001);
  const own = and(eq(messages.accountId, scope.accountId), eq(messages.id, message.id));
  expect((await db.select().from(messages).where(own))[0]).toMatchObject({ clicks: 0, robotClicks: 1_001 });
});

test("one account's visits are judged again for it alone", async () => {
  const [scope, other] = [await createAccount(), await createAccount()];
  const message = await createMessage(other, { sentAt: daysAgo(2), clicks: 1 });
  await visited(other, message, { rulesVersion: RULES_VERSION - 1, userAgent: "" });
  expect(await rejudgeClicks(scope)).toBe(0);
  expect((await clicksOf(other)).map(({ rule }) => rule)).toEqual(["person"]);
});
