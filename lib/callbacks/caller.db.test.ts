import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { callbacks } from "@/db/schema";
import { createAccount, createMessages } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { Caller } from "./caller";
import { recordCallbacks } from "./record";
import { around, clientServer } from "./testing";

const log = (scope: Scope) =>
  db.select().from(callbacks).where(eq(callbacks.accountId, scope.accountId)).orderBy(callbacks.id);
const worker = (scope: Scope) => makeScope(scope.account, { kind: "worker" });

/** An account with calls that are due. */
async function waiting(url: string, count: number): Promise<Scope> {
  const scope = await createAccount({ ackUrl: url });
  const messages = await createMessages(scope, Array(count).fill({ status: "processed" }));
  const facts = messages.map((message, n) => ({ message, at: new Date(0), parameters: { n: String(n) } }));
  await db.transaction((tx) => recordCallbacks(tx, scope, "ack", facts));
  return scope;
}

test("whoever is woken is called, also what came while it was at it", async () => {
  const client = await clientServer((_, response) => void response.end());
  const [one, other] = [await waiting(client, 3), await waiting(client, 45)];
  const caller = new Caller(around());
  for (let i = 0; i < 3; i++) for (const { accountId } of [one, other]) caller.wake(accountId);
  await caller.idle();
  for (const scope of [one, other]) {
    const rows = await log(scope);
    expect(rows.every(({ state, attempts }) => state === "done" && attempts === 1)).toBe(true);
  }
  await caller.close();
});

test("what nobody was woken for is found when it is due, and an account without anything due is left alone", async () => {
  let calls = 0;
  const client = await clientServer((_, response) => {
    calls++;
    response.end();
  });
  const [one, other] = [await waiting(client, 1), await waiting(client, 1)];
  const caller = new Caller(around());
  await caller.wakeIfDue(worker(one), new Date(-1)); // not yet
  await caller.wakeIfDue(worker(other), new Date());
  await caller.idle();
  expect([(await log(one))[0]!.state, (await log(other))[0]!.state, calls]).toEqual(["waiting", "done", 1]);
  await caller.close();
});

test("closing waits for the calls under way and leaves the others where they are, untried", async () => {
  const open: (() => void)[] = [];
  let begun = () => {};
  const began = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const client = await clientServer((_, response) => {
    open.push(() => void response.end());
    if (open.length === 8) begun(); // as many as may be at one host
  });
  const scope = await waiting(client, 12);
  const caller = new Caller(around());
  caller.wake(scope.accountId);
  await began;
  const closed = caller.close();
  for (const answer of open) answer();
  await closed;
  const rows = await log(scope);
  expect(rows.filter(({ state }) => state === "done")).toHaveLength(8);
  const left = rows.filter(({ state }) => state === "waiting");
  expect(left).toHaveLength(4);
  expect(left.every(({ attempts }) => attempts === 0)).toBe(true);
  caller.wake(scope.accountId); // nobody is at home any more
  await caller.idle();
  expect((await log(scope)).filter(({ state }) => state === "done")).toHaveLength(8);
});
