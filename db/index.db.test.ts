import { sql } from "drizzle-orm";
import pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { db, pool } from "./index";

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
