import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { blacklist, messages, scheduledSendings } from "@/db/schema";
import { createAccount } from "@/db/testing";
import { createKey } from "@/lib/auth/api-key";
import { makeScope, type Scope } from "@/lib/auth/scope";
import {
  cancelOne,
  cancelScheduled,
  listScheduled,
  schedule,
  sendDue,
  sendOne,
  sendScheduled,
} from "./scheduled-sendings";
import type { Sending } from "./sending";

const HOUR = 3_600_000;
const sending: Sending = {
  ...{ origin: "api", subid: null, label: null, campaign: { name: "Later" }, test: false, allowDuplicates: false },
  validityMinutes: null,
  messages: ["34600111222", "34600111223"].map((to) => ({
    to,
    text: "Hola",
    parameters: null,
    sender: "Shop",
    ucs2: false,
    reference: null,
  })),
};
const count = (scope: Scope) => db.$count(messages, eq(messages.accountId, scope.accountId));
const worker = (scope: Scope) => makeScope(scope.account, { kind: "worker" });

test("a scheduled sending waits, and goes once when it is due", async () => {
  const scope = await createAccount();
  const now = new Date();
  const dueAt = new Date(now.getTime() + HOUR);
  const { subid } = await schedule(scope, sending, dueAt, now);
  expect(await listScheduled(scope)).toMatchObject([{ subid, dueAt, messages: 2 }]);
  expect(await sendDue(worker(scope), now)).toBe(0);
  expect(await count(scope)).toBe(0);
  const due = new Date(dueAt.getTime() + 5);
  expect(await Promise.all([sendDue(worker(scope), due), sendDue(worker(scope), due)])).toContain(1);
  const rows = await db.select().from(messages).where(eq(messages.accountId, scope.accountId));
  expect(rows.map(({ subid: own, sentAt, status }) => [own, sentAt.getTime(), status])).toEqual([
    [subid, due.getTime(), "processed"],
    [subid, due.getTime(), "processed"],
  ]);
});

test("a sending that cannot be accepted any more holds up no other", async () => {
  const scope = await createAccount();
  const now = new Date();
  const due = (hours: number) => new Date(now.getTime() + hours * HOUR);
  await schedule(scope, { ...sending, subid: "first" }, due(1), now);
  await schedule(scope, { ...sending, subid: "second" }, due(2), now);
  const long = { ...sending, messages: [{ ...sending.messages[0]!, text: "a".repeat(2000) }] };
  const first = and(eq(scheduledSendings.accountId, scope.accountId), eq(scheduledSendings.subid, "first"));
  await db.update(scheduledSendings).set({ sending: long }).where(first);
  await expect(sendDue(worker(scope), due(3))).rejects.toThrow("1 of 2 sendings failed");
  expect((await listScheduled(scope)).map(({ subid }) => subid)).toEqual(["first"]);
  expect(await count(scope)).toBe(2);
});

test("it can be cancelled or sent at once, by its own account only", async () => {
  const [scope, other] = [await createAccount(), await createAccount()];
  const now = new Date();
  const later = new Date(now.getTime() + HOUR);
  await schedule(scope, { ...sending, subid: "one" }, later, now);
  await schedule(scope, { ...sending, subid: "two" }, later, now);
  expect(await cancelScheduled(other, "one")).toBe(0);
  expect(await sendScheduled(other, "two", now)).toBe(0);
  expect(await cancelScheduled(scope, "one")).toBe(1);
  expect(await sendScheduled(scope, "two", now)).toBe(1);
  expect(await count(scope)).toBe(2);
  expect(await listScheduled(scope)).toEqual([]);
});

test("what could not be accepted now is not kept for later", async () => {
  const scope = await createAccount();
  const now = new Date();
  await expect(schedule(scope, sending, new Date(now.getTime() - 1), now)).rejects.toThrow("past");
  const long = { ...sending, messages: [{ ...sending.messages[0]!, text: "a".repeat(2000) }] };
  await expect(schedule(scope, long, new Date(now.getTime() + HOUR), now)).rejects.toThrow("segments");
  expect(await listScheduled(scope)).toEqual([]);
});

test("the blacklist counts at the time of the sending, not of its request", async () => {
  const scope = await createAccount();
  const now = new Date();
  await schedule(scope, sending, new Date(now.getTime() + HOUR), now);
  await db.insert(blacklist).values({ accountId: scope.accountId, msisdn: "34600111223", source: "link", at: now });
  expect(await sendDue(worker(scope), new Date(now.getTime() + HOUR))).toBe(1);
  const rows = await db.select().from(messages).where(eq(messages.accountId, scope.accountId)).orderBy(messages.msisdn);
  expect(rows.map(({ status, reason }) => [status, reason])).toEqual([
    ["processed", null],
    ["rejected", "blacklist"],
  ]);
});

test("what waits says who scheduled it, and one of it can be cancelled or sent at once, by its own account", async () => {
  const scope = await createAccount();
  const now = new Date();
  const { id: keyId } = await createKey(scope, { name: "Shop", scopes: ["send"] });
  const program = makeScope(scope.account, { kind: "key", keyId, scopes: ["send"] });
  for (const hours of [3, 1, 2])
    await schedule(
      program,
      { ...sending, subid: "s1", label: `in ${hours}` },
      new Date(now.getTime() + hours * HOUR),
      now,
    );
  const [first, second, third] = await listScheduled(scope);
  expect([first, second, third].map((each) => each?.label)).toEqual(["in 1", "in 2", "in 3"]);
  expect(first).toMatchObject({ by: "Shop", text: "Hola", sender: "Shop", messages: 2, subid: "s1" });

  const stranger = await createAccount();
  for (const act of [cancelOne, sendOne])
    await expect(act(stranger, first!.id, now)).rejects.toMatchObject({ outcome: "not-found" });
  const viewer = makeScope(scope.account, scope.actor, "viewer");
  for (const act of [cancelOne, sendOne])
    await expect(act(viewer, first!.id, now)).rejects.toMatchObject({ outcome: "forbidden" });

  await cancelOne(scope, first!.id);
  await sendOne(scope, third!.id, now);
  expect((await listScheduled(scope)).map(({ id }) => id)).toEqual([second!.id]);
  expect(await count(scope)).toBe(2);
  await expect(sendOne(scope, third!.id, now)).rejects.toMatchObject({ key: "sending-gone" });
  await expect(cancelOne(scope, "x")).rejects.toMatchObject({ key: "sending-gone" });
});
