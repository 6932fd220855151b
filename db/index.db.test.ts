import { eq, sql } from "drizzle-orm";
import pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { db, pool, readThenWrite, snapshot, type Transaction } from "./index";
import { texts } from "./schema";
import { createAccount } from "./testing";
import { alongside } from "./transaction";

afterEach(() => vi.restoreAllMocks());

test("a transaction that cannot begin gives its connection back", async () => {
  const query = pg.Client.prototype.query;
  const refusing = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
    this: pg.Client,
    ...given: never[]
  ) {
    const [config] = given as unknown as [string | { text: string }];
    if ((typeof config === "string" ? config : config.text).startsWith("begin")) throw new Error("away");
    return (query as (...all: never[]) => never).apply(this, given);
  } as never);
  const most = pool().options.max;
  for (let i = 0; i <= most; i++) await expect(db.transaction(async () => {})).rejects.toThrow("begin");
  refusing.mockRestore();
  expect((await db.transaction((tx) => tx.execute(sql`select 1 as one`))).rows).toEqual([{ one: 1 }]);
  expect(pool().waitingCount).toBe(0);
});

/** A text of the account. */
const insertOf = (accountId: number, body: string) =>
  sql`insert into texts (account_id, hash, body) values (${accountId}, ${Buffer.from(body)}, ${body})`;

test("what was sent alongside is there after the commit, in its order, and not after a failure", async () => {
  const scope = await createAccount();
  const add = (tx: Transaction, body: string) => alongside(tx, insertOf(scope.accountId, body));
  const bodies = async () =>
    (await db.select().from(texts).where(eq(texts.accountId, scope.accountId))).map(({ body }) => body);
  const met = await readThenWrite(async (tx) => {
    await tx.execute(sql`select 1`);
    await add(tx, "a");
    const { rows } = await tx.execute<{ body: string }>(
      sql`select body from texts where account_id = ${scope.accountId}`,
    );
    await add(tx, "b");
    return rows;
  });
  expect(met).toEqual([{ body: "a" }]);
  expect((await bodies()).sort()).toEqual(["a", "b"]);
  await expect(
    db.transaction(async (tx) => {
      await add(tx, "c");
      throw new Error("changed my mind");
    }),
  ).rejects.toThrow("changed my mind");
  expect((await bodies()).sort()).toEqual(["a", "b"]);
});

test("of statements that went alongside the first that failed is told, also where another one was waited for", async () => {
  const wrong = (tx: Transaction) => alongside(tx, sql`select 1 / ${0}::integer`);
  await expect(db.transaction(wrong)).rejects.toMatchObject({ cause: { code: "22012" } });
  const waiting = async (tx: Transaction) => {
    await wrong(tx);
    await tx.execute(sql`select 1`);
  };
  await expect(readThenWrite(waiting)).rejects.toMatchObject({ cause: { code: "22012" } });
  const inner = db.transaction((tx) => tx.transaction(wrong).catch(({ cause }) => `within: ${cause.code}`));
  expect(await inner).toBe("within: 22012");
});

test("a connection that breaks in the middle is replaced, and its transaction did nothing", async () => {
  const scope = await createAccount();
  const broken = db.transaction(async (tx) => {
    await alongside(tx, insertOf(scope.accountId, "a"));
    await alongside(tx, sql`select pg_terminate_backend(pg_backend_pid())`);
    await alongside(tx, insertOf(scope.accountId, "b"));
  });
  await expect(broken).rejects.toThrow();
  expect(await db.$count(texts, eq(texts.accountId, scope.accountId))).toBe(0);
});

test("a snapshot is read only, of one moment, bounded in time and not compiled; the connection's next user is not bound", async () => {
  const asked = sql`select current_setting('statement_timeout') as patience, current_setting('jit') as jit,
    current_setting('transaction_isolation') as isolation, current_setting('transaction_read_only') as "readOnly"`;
  const told = await snapshot(async (tx) => (await tx.execute(asked)).rows[0]);
  expect(told).toEqual({ patience: "20s", jit: "off", isolation: "repeatable read", readOnly: "on" });
  const after = await db.transaction(async (tx) => (await tx.execute(asked)).rows[0]);
  expect(after).toMatchObject({ patience: "0", isolation: "read committed", readOnly: "off" });
});

test("a question that takes too long is told as such", async () => {
  const slow = snapshot((tx) =>
    tx.execute(sql`set local statement_timeout = '20ms'`).then(() => tx.execute(sql`select pg_sleep(5)`)),
  );
  await expect(slow).rejects.toMatchObject({ outcome: "unavailable", key: "too-slow" });
});
