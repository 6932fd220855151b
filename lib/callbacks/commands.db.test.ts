import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db";
import { accounts, callbacks } from "@/db/schema";
import { createAccount, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import {
  hurryWaiting,
  replayCallback,
  replayFailed,
  signCallbacks,
  tryCallback,
  unsignCallbacks,
  updateCallbacks,
} from "./commands";
import { CALLBACK_PAGE, countUndone, isSigned, listCallbacks } from "./queries";
import { around, clientServer } from "./testing";

const NOW = new Date("2026-11-26T12:00:00Z");
const HOUR = 3_600_000;
const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR);

type Row = typeof callbacks.$inferInsert;

/** Rows of the log as they would be left by calls; of one message. */
async function logged(scope: Scope, given: readonly Partial<Row>[]): Promise<number[]> {
  const [message] = await createMessages(scope, [{ status: "processed" }]);
  const { accountId, sentAt, id: messageId } = message!;
  const common = { accountId, sentAt, messageId, kind: "ack" as const, url: "http://a.example/", createdAt: NOW };
  const rows = await db
    .insert(callbacks)
    .values(given.map((each): Row => ({ ...common, dueAt: NOW, triedAt: NOW, attempts: 7, ...each })))
    .returning({ id: callbacks.id });
  return rows.map(({ id }) => id);
}
const log = (scope: Scope) =>
  db.select().from(callbacks).where(eq(callbacks.accountId, scope.accountId)).orderBy(callbacks.id);

describe("the log", () => {
  test("is read page by page, newest first, and by state", async () => {
    const scope = await createAccount();
    const ids = await logged(
      scope,
      Array.from({ length: CALLBACK_PAGE + 3 }, (_, i) => ({ state: i % 10 === 0 ? ("failed" as const) : "done" })),
    );
    const first = await listCallbacks(scope, {});
    const second = await listCallbacks(scope, { before: first.next! });
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(ids.toReversed());
    expect([first.rows.length, second.next]).toEqual([CALLBACK_PAGE, null]);
    expect(first.rows[0]).toMatchObject({ msisdn: "34600111222", url: "http://a.example/", attempts: 7 });
    expect((await listCallbacks(scope, { state: "failed" })).rows).toHaveLength(6);
    const [other] = await logged(scope, [{ state: "done" }]);
    const { messageId } = (await listCallbacks(scope, {})).rows[0]!;
    expect((await listCallbacks(scope, { message: messageId })).rows.map(({ id }) => id)).toEqual([other]);
    expect(await countUndone(scope)).toEqual({ waiting: 0, failed: 6, refused: 0 });
  });

  test("is of the account, and for those who manage it", async () => {
    const [mine, theirs] = [await createAccount(), await createAccount()];
    const [id] = await logged(theirs, [
      { state: "failed" },
      { state: "refused" },
      { state: "waiting", triedAt: null, attempts: 0, dueAt: later(8) },
    ]);
    const before = await log(theirs);
    expect((await listCallbacks(mine, {})).rows).toEqual([]);
    expect(await countUndone(mine)).toEqual({ waiting: 0, failed: 0, refused: 0 });
    await expect(replayCallback(mine, id!, NOW)).rejects.toMatchObject({ outcome: "not-found" });
    expect(await replayFailed(mine, NOW)).toBe(0);
    expect(await hurryWaiting(mine, NOW)).toBe(0);
    expect(await log(theirs)).toEqual(before);
    const viewer = await createAccount({ role: "viewer" });
    for (const refused of [
      () => listCallbacks(viewer, {}),
      () => countUndone(viewer),
      () => isSigned(viewer),
      () => replayCallback(viewer, 1, NOW),
      () => replayFailed(viewer, NOW),
      () => hurryWaiting(viewer, NOW),
      () => signCallbacks(viewer),
      () => unsignCallbacks(viewer),
      () => updateCallbacks(viewer, { ackUrl: "", clickUrl: "", callbackRobots: false }),
      () => tryCallback(viewer, "ack", NOW, around()),
    ])
      await expect(refused()).rejects.toMatchObject({ outcome: "forbidden" });
  });
});

test("one or all that failed begin anew; what waits is not counted twice", async () => {
  const scope = await createAccount();
  const [failed, refused, done, waiting] = await logged(scope, [
    { state: "failed", status: 500, error: "answer" },
    { state: "refused", error: "address" },
    { state: "done", status: 200 },
    { state: "waiting", dueAt: later(2) },
  ]);
  const anew = { state: "waiting", attempts: 0, status: null, error: null, dueAt: later(1) };
  await replayCallback(scope, failed!, later(1));
  expect((await log(scope))[0]).toMatchObject(anew);
  await expect(replayCallback(scope, waiting!, later(1))).rejects.toMatchObject({ outcome: "not-found" });
  expect(await replayFailed(scope, later(1))).toBe(1);
  expect(await log(scope)).toMatchObject([anew, anew, { id: done, state: "done" }, { id: waiting, attempts: 7 }]);
  expect(refused).toBeDefined();
});

test("what waits for its next try is hurried, but nothing that may be under way", async () => {
  const scope = await createAccount();
  await logged(scope, [
    { state: "waiting", error: "answer", triedAt: later(0), dueAt: later(8) },
    { state: "waiting", triedAt: null, attempts: 0, dueAt: later(8) },
    { state: "waiting", triedAt: later(1), dueAt: new Date(later(1).getTime() + 60_000) },
  ]);
  expect(await hurryWaiting(scope, later(1))).toBe(2);
  expect((await log(scope)).map(({ dueAt }) => dueAt.getTime() - later(1).getTime())).toEqual([0, 0, 60_000]);
});

test("addresses are kept as they are called, and what is none is refused", async () => {
  const scope = await createAccount();
  await updateCallbacks(scope, { ackUrl: " https://a.example/ä ", clickUrl: "", callbackRobots: true });
  const [account] = await db.select().from(accounts).where(eq(accounts.id, scope.accountId));
  expect(account).toMatchObject({ ackUrl: "https://a.example/%C3%A4", clickUrl: null, callbackRobots: true });
  await expect(
    updateCallbacks(scope, { ackUrl: "ftp://a.example", clickUrl: "x", callbackRobots: false }),
  ).rejects.toMatchObject({ fields: { ackUrl: "not-an-address", clickUrl: "not-an-address" } });
});

test("a trial calls the address as a real call would, signed, and tells what it said", async () => {
  const asked: [string, unknown][] = [];
  const client = await clientServer(({ url, headers }, response) => {
    asked.push([url!, headers["x-signature"]]);
    response.writeHead(asked.length > 1 ? 500 : 200).end("hello");
  });
  const scope = await createAccount({ ackUrl: `${client}/ack` });
  const secret = await signCallbacks(scope);
  expect(await isSigned(scope)).toBe(true);
  const query = "acklevel=handset&msisdn=34600111222&status=ok&desc=DELIVRD&subid=test&timestamp=2026-11-26%2012:00:00";
  const url = `${client}/ack?${query}`;
  expect(await tryCallback(scope, "ack", NOW, around())).toEqual({ url, done: true, status: 200, excerpt: "hello" });
  const signature = `sha256=${createHmac("sha256", secret).update(query).digest("hex")}`;
  expect(asked).toEqual([[`/ack?${query}`, signature]]);
  await unsignCallbacks(scope);
  expect(await tryCallback(scope, "ack", NOW, around())).toMatchObject({ done: false, fault: "answer", status: 500 });
  expect(asked[1]![1]).toBeUndefined();
  const noAddress = { key: "no-callback-address" };
  await expect(tryCallback(scope, "click", NOW, around())).rejects.toMatchObject(noAddress);
  // Another account has no address, whoever else has one.
  await expect(tryCallback(await createAccount(), "ack", NOW, around())).rejects.toMatchObject(noAddress);
  expect(asked).toHaveLength(2);
  const nothing = around({}, { mayCall: () => false });
  expect(await tryCallback(scope, "ack", NOW, nothing)).toMatchObject({ fault: "address" });
  expect(await log(scope)).toEqual([]);
});
