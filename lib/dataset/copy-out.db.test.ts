import { type SQL, sql } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { db } from "@/db";
import { createAccount } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { copyOut } from "./copy-out";
import type { Rows } from "./copy-rows";

const PLAIN = { delimiter: ",", quote: '"', rowEnd: "\r\n" } as const;
const ENDLESS = sql`select repeat('x', 100), generate_series(1, 100000000)`;

afterEach(() => vi.useRealTimers());

const begin = (scope: Scope, select: SQL, signal = new AbortController().signal) =>
  copyOut(scope, select, PLAIN, signal);

async function textOf(rows: AsyncIterable<Rows>): Promise<string> {
  let text = "";
  for await (const { bytes } of rows) text += bytes;
  return text;
}

/** The connections that make a file out of this text. */
async function working(mark: string): Promise<number> {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and application_name = 'acuse-file' and query like ${`%${mark}%`}`,
  );
  return rows[0]!.n;
}

test("rows come as Postgres writes them, each with its end", async () => {
  const scope = await createAccount();
  const rows = await begin(scope, sql`select * from (values (1, ${'a"b'}), (2, null), (3, ${"x\ny"})) as t`);
  expect(await textOf(rows)).toBe('1,"a""b"\r\n2,\r\n3,"x\ny"\r\n');
});

test("a select without rows is a file without rows", async () => {
  expect(await textOf(await begin(await createAccount(), sql`select 1 where false`))).toBe("");
});

test("times are in the account's zone, whatever the server's is", async () => {
  const scope = await createAccount({ zone: "Asia/Kathmandu" });
  const select = sql`select to_char(timestamptz '2026-11-22T08:00:00Z', 'YYYY-MM-DD HH24:MI TZH:TZM')`;
  expect(await textOf(await begin(scope, select))).toBe("2026-11-22 13:45 +05:45\r\n");
});

test("nothing can be written through it", async () => {
  const select = sql`select nextval('campaigns_id_seq')`;
  await expect(begin(await createAccount(), select)).rejects.toMatchObject({ code: "25006" });
});

test("a select that cannot run fails before there is anything to send", async () => {
  const scope = await createAccount();
  await expect(begin(scope, sql`select 1 / 0`)).rejects.toMatchObject({ code: "22012", message: "division by zero" });
  await expect(begin(scope, sql`select nowhere`)).rejects.toMatchObject({ code: "42703" });
  await expect.poll(() => working("nowhere"), { timeout: 30_000 }).toBe(0);
});

test("an error on the way is an error for the reader, never an end", async () => {
  const rows = await begin(await createAccount(), sql`select 1 / (i - 50000) from generate_series(1, 100000) as i`);
  await expect(textOf(rows)).rejects.toMatchObject({ code: "22012" });
});

test("a server that goes away is an error too", async () => {
  const rows = await begin(await createAccount(), sql`${ENDLESS} /* killed */`);
  await db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'acuse-file' and query like '%killed%'`,
  );
  await expect(textOf(rows)).rejects.toThrow();
});

test("a reader who leaves while rows come frees the connection at once", async () => {
  const leaving = new AbortController();
  const rows = await begin(await createAccount(), sql`${ENDLESS} /* left reading */`, leaving.signal);
  await rows.next();
  expect(await working("left reading")).toBe(1);
  leaving.abort();
  await vi.waitFor(async () => expect(await working("left reading")).toBe(0), { timeout: 30_000 });
  await expect(textOf(rows)).rejects.toThrow();
});

test("a reader who leaves before the first row ends the work on it", async () => {
  const leaving = new AbortController();
  const waiting = begin(await createAccount(), sql`select pg_sleep(60) /* left waiting */`, leaving.signal);
  await vi.waitFor(async () => expect(await working("left waiting")).toBe(1), { timeout: 30_000 });
  leaving.abort();
  await expect(waiting).rejects.toThrow();
  await vi.waitFor(async () => expect(await working("left waiting")).toBe(0), { timeout: 30_000 });
});

test("a reader who takes nothing for two minutes has left", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const rows = await begin(await createAccount(), sql`${ENDLESS} /* forgotten */`);
  vi.advanceTimersByTime(119_000);
  expect(await working("forgotten")).toBe(1);
  vi.advanceTimersByTime(2_000);
  vi.useRealTimers();
  await vi.waitFor(async () => expect(await working("forgotten")).toBe(0), { timeout: 30_000 });
  await expect(textOf(rows)).rejects.toThrow();
});

test("rows that are given back unread free the connection", async () => {
  const rows = await begin(await createAccount(), sql`${ENDLESS} /* given back */`);
  await rows.return(undefined);
  await vi.waitFor(async () => expect(await working("given back")).toBe(0), { timeout: 30_000 });
});

test("an account makes three files at once, another is not held up, and a place comes back", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const leaving = new AbortController();
  const begun = [await begin(mine, ENDLESS), await begin(mine, ENDLESS), await begin(mine, ENDLESS, leaving.signal)];
  await expect(begin(mine, sql`select 1`)).rejects.toMatchObject({ outcome: "too-many", retryAfter: 30 });
  expect(await textOf(await begin(theirs, sql`select 1`))).toBe("1\r\n");
  leaving.abort();
  const patience = { timeout: 30_000 };
  await vi.waitFor(async () => expect(await textOf(await begin(mine, sql`select 1`))).toBe("1\r\n"), patience);
  await Promise.all(begun.map((rows) => rows.return(undefined)));
  await vi.waitFor(async () => {
    const again = await Promise.allSettled([1, 2, 3].map(() => begin(mine, sql`select 1`)));
    // Also when there was no place for one yet: the others would hold theirs.
    await Promise.all(again.map((each) => each.status === "fulfilled" && textOf(each.value)));
    expect(again.map(({ status }) => status)).toEqual(Array(3).fill("fulfilled"));
  }, patience);
});
