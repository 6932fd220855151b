import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db, type Transaction } from "@/db";
import { callbacks } from "@/db/schema";
import { createAccount, createMessages } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { changeMessages, lockMessages, type Message } from "@/lib/messages/change";
import type { Surroundings } from "./call";
import { callDue, MOST_ATTEMPTS } from "./due";
import { Hosts } from "./hosts";
import { recordAcks, recordCallbacks } from "./record";
import { sweepCallbacks } from "./sweep";
import { around, clientServer } from "./testing";

const MINUTE = 60_000;
const START = new Date("2026-11-26T10:00:00Z");

/** A worker as it is after a start, with a clock that the test moves. */
function workerAt(time: { now: Date }, network: Surroundings = around()) {
  const clock = () => time.now;
  const calling = { around: network, hosts: new Hosts(4, () => time.now.getTime()), clock };
  return (scope: Scope) =>
    callDue(makeScope(scope.account, { kind: "worker" }), { ...calling, stopping: new AbortController().signal });
}
const after = (minutes: number) => new Date(START.getTime() + minutes * MINUTE);

const log = (scope: Scope) =>
  db.select().from(callbacks).where(eq(callbacks.accountId, scope.accountId)).orderBy(callbacks.id);
const numbered = (message: Message, n: number) => ({ message, at: START, parameters: { n: String(n) } });
/** Of which nothing is told yet. */
const messagesOf = (scope: Scope, count: number) => createMessages(scope, Array(count).fill({ status: "processed" }));
const accountOf = (url: string, given = {}) => createAccount({ ackUrl: url, clickUrl: url, ...given });

test("what changes in a message is called, once, signed, in its order", async () => {
  const asked: [string, unknown, unknown][] = [];
  const client = await clientServer(({ url, headers }, response) => {
    asked.push([url!, headers["x-signature"], headers["x-message-id"]]);
    response.end();
  });
  const scope = await accountOf(`${client}/ack?token=x`, { callbackSecret: "sesame" });
  const [message] = await createMessages(scope, [{ status: "processed", subid: "s1", sentAt: START }]);
  await become(scope, message!, { handedAt: after(1), updatedAt: after(1) });
  await become(scope, message!, { status: "sent", updatedAt: after(2) });
  await become(scope, message!, { status: "delivered", confirmedAt: after(3), updatedAt: after(4) });
  const call = workerAt({ now: after(5) });
  expect(await call(scope)).toBe(false);
  await call(scope);
  const query = (acklevel: string, desc: string, minute: number) =>
    `token=x&acklevel=${acklevel}&msisdn=34600111222&status=ok&desc=${desc}&subid=s1&timestamp=2026-11-26%2010:0${minute}:00`;
  const queries = [query("gateway", "", 1), query("operator", "", 2), query("handset", "DELIVRD", 3)];
  const sign = (text: string) => `sha256=${createHmac("sha256", "sesame").update(text).digest("hex")}`;
  expect(asked).toEqual(queries.map((each) => [`/ack?${each}`, sign(each), message!.id]));
  expect(await log(scope)).toMatchObject(queries.map(() => ({ state: "done", attempts: 1, status: 200, error: null })));
});

test("an account and a sending without addresses write and ask nothing", async () => {
  const scope = await createAccount();
  const [message] = await createMessages(scope, [{ status: "processed" }]);
  const changes = [{ before: message!, after: { ...message!, status: "delivered" as const } }];
  const untouchable = new Proxy({} as Transaction, {
    get: (_, key) => expect.fail(`asked the database: ${String(key)}`),
  });
  await recordAcks(untouchable, scope, changes);
  expect(await log(scope)).toEqual([]);
});

test("what is not answered with 2xx is tried again for a day, and then given up", async () => {
  let status = 500;
  const times: Date[] = [];
  const time = { now: START };
  const client = await clientServer((_, response) => {
    times.push(time.now);
    response.writeHead(status).end();
  });
  const scope = await accountOf(client);
  const [message] = await messagesOf(scope, 1);
  await db.transaction((tx) => recordCallbacks(tx, scope, "ack", [numbered(message!, 1), numbered(message!, 2)]));
  for (let minute = 0; minute <= 24 * 60; minute++) {
    time.now = after(minute);
    await workerAt(time)(scope); // as if it had been killed and started again each minute
  }
  expect(times.map((at) => (at.getTime() - START.getTime()) / MINUTE)).toEqual([0, 1, 6, 36, 156, 636, 1440, 1440]);
  expect(await log(scope)).toMatchObject([
    { state: "failed", attempts: MOST_ATTEMPTS, status: 500, error: "answer" },
    { state: "waiting", attempts: 1, status: 500 },
  ]);
  status = 200;
  time.now = after(24 * 60 + 1);
  await workerAt(time)(scope);
  expect(await log(scope)).toMatchObject([{ state: "failed" }, { state: "done", attempts: 2 }]);
});

test("a call that a killed process had begun is made again a minute later, not before", async () => {
  let calls = 0;
  let begun = () => {};
  const began = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const client = await clientServer((_, response) => {
    if (calls++ > 0) response.end();
    else begun(); // and never answered
  });
  const scope = await accountOf(client);
  const [message] = await messagesOf(scope, 1);
  await db.transaction((tx) => recordCallbacks(tx, scope, "ack", [numbered(message!, 1)]));
  const time = { now: START };
  void workerAt(time)(scope); // its process is killed in the midst of it: nothing of it is heard again
  await began;
  const survivor = workerAt(time);
  time.now = new Date(START.getTime() + 59_000);
  await survivor(scope);
  expect(calls).toBe(1);
  time.now = after(1);
  await survivor(scope);
  expect(calls).toBe(2);
  expect(await log(scope)).toMatchObject([{ state: "done", attempts: 2 }]);
});

test("an address that may not be called is refused at once, and the next is not held up", async () => {
  const client = await clientServer((_, response) => void response.end());
  const scope = await accountOf("http://10.0.0.1/");
  const [message] = await messagesOf(scope, 1);
  await db.transaction((tx) => recordCallbacks(tx, scope, "ack", [numbered(message!, 1)]));
  const moved = { ...scope, account: { ...scope.account, ackUrl: client } } as Scope;
  await db.transaction((tx) => recordCallbacks(tx, moved, "ack", [numbered(message!, 2)]));
  await workerAt({ now: START })(scope);
  expect(await log(scope)).toMatchObject([{ state: "refused", error: "address", status: null }, { state: "done" }]);
});

test("a host that does not answer is left alone for a while, and no other is", async () => {
  const client = await clientServer((_, response) => void response.end());
  const scope = await accountOf("http://127.0.0.1:1/");
  const silent = await messagesOf(scope, 12);
  const heard = await messagesOf(scope, 3);
  const moved = { ...scope, account: { ...scope.account, ackUrl: client } } as Scope;
  await db.transaction(async (tx) => {
    await recordCallbacks(tx, scope, "ack", silent.map(numbered));
    await recordCallbacks(tx, moved, "ack", heard.map(numbered));
  });
  await workerAt({ now: START })(scope);
  const rows = await log(scope);
  expect(rows.slice(12).map(({ state }) => state)).toEqual(["done", "done", "done"]);
  const faults = rows.slice(0, 12).map(({ error }) => error);
  expect(faults.filter((each) => each === "connection").length).toBeGreaterThanOrEqual(3);
  expect(faults.filter((each) => each === "away").length).toBeGreaterThanOrEqual(5);
  expect(rows.slice(0, 12).every(({ state, attempts }) => state === "waiting" && attempts === 1)).toBe(true);
});

test("whatever fails and however often, each is done once and those of a message come in their order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(2), fc.constantFrom("ack" as const, "click" as const), fc.nat(3)), {
        minLength: 1,
        maxLength: 12,
      }),
      async (facts) => {
        const done: string[] = [];
        const failures = new Map<string, number>();
        const client = await clientServer(({ url }, response) => {
          const name = url!;
          const left = failures.get(name) ?? Number(new URL(name, "http://a").searchParams.get("fails"));
          failures.set(name, left - 1);
          if (left > 0) return void response.writeHead(503).end();
          done.push(name.split("&fails")[0]!);
          response.end();
        });
        const scope = await accountOf(client);
        const messages = await messagesOf(scope, 3);
        for (const [i, [m, kind, fails]] of facts.entries())
          await db.transaction((tx) =>
            recordCallbacks(tx, scope, kind, [
              {
                message: messages[m]!,
                at: START,
                parameters: { of: `${m}${kind}`, n: String(i), fails: String(fails) },
              },
            ]),
          );
        const time = { now: START };
        const two = [workerAt(time), workerAt(time)];
        for (let round = 0; round < 60 && done.length < facts.length; round++) {
          await Promise.all(two.map((call) => call(scope)));
          time.now = new Date(time.now.getTime() + 31 * MINUTE);
        }
        const names = facts.map(([m, kind], i) => [`${m}${kind}`, i] as const);
        for (const of of new Set(names.map(([name]) => name)))
          expect(done.filter((each) => each.startsWith(`/?of=${of}&`))).toEqual(
            names.filter(([name]) => name === of).map(([, i]) => `/?of=${of}&n=${i}`),
          );
        expect(done).toHaveLength(facts.length);
      },
    ),
    { numRuns: 15 },
  );
});

test("nobody is called at more than four places at once", async () => {
  let [now, most] = [0, 0];
  const open: (() => void)[] = [];
  const client = await clientServer((_, response) => {
    most = Math.max(most, ++now);
    open.push(() => {
      now--;
      response.end();
    });
    // Answered when no more can come: four are here, or all that are left.
    if (now === 4) for (const close of open.splice(0)) close();
  });
  const scope = await accountOf(client);
  const messages = await messagesOf(scope, 20);
  await db.transaction((tx) => recordCallbacks(tx, scope, "ack", messages.map(numbered)));
  await workerAt({ now: START })(scope);
  expect(most).toBe(4);
  expect((await log(scope)).every(({ state }) => state === "done")).toBe(true);
});

test("another account's calls are not made for it, and old ones are forgotten", async () => {
  const client = await clientServer((_, response) => void response.end());
  const [mine, theirs] = [await accountOf(client), await accountOf(client)];
  for (const scope of [mine, theirs]) {
    const [message] = await messagesOf(scope, 1);
    await db.transaction((tx) => recordCallbacks(tx, scope, "ack", [numbered(message!, 1)]));
  }
  await workerAt({ now: START })(mine);
  expect(await log(theirs)).toMatchObject([{ state: "waiting", attempts: 0 }]);
  const month = after(31 * 24 * 60);
  await sweepCallbacks(mine.accountId, month);
  await sweepCallbacks(theirs.accountId, month);
  expect([(await log(mine)).length, (await log(theirs)).length]).toEqual([0, 1]); // what waits is called first
});

async function become(scope: Scope, { sentAt, id }: Message, given: Partial<Message>): Promise<void> {
  await db.transaction(async (tx) => {
    const [before] = await lockMessages(tx, scope, [{ sentAt, id }]);
    await changeMessages(tx, scope, [{ before: before!, after: { ...before!, ...given } }]);
  });
}
