import pg from "pg";
import { expect, test } from "vitest";
import { addKannel, newAccount, startOwnApp } from "./peers/app";
import { startRestartablePostgres } from "./peers/restartable-postgres";
import { startTraffic } from "./peers/traffic";
import { expectEverythingOnce, waitingFor } from "./peers/what-is-there";

const TIMES = 6;
const ANSWERS_BETWEEN = 150;
/** While it is away this many are told so. */
const REFUSALS = 20;

test("while the database comes and goes nothing is answered before its commit, and the application recovers by itself", async () => {
  const postgres = await startRestartablePostgres();
  const app = await startOwnApp({ DATABASE_URL: postgres.url });
  const account = await newAccount(app);
  const traffic = await startTraffic(app, account, (kannel) => addKannel(app, account, kannel.access));
  const count = (status: string) => traffic.answers.get(status) ?? 0;
  try {
    for (let time = 0; time < TIMES; time++) {
      const good = () => count("202") + count("200") + count("302");
      const from = good();
      await expect.poll(() => good() - from, { timeout: 90_000 }).toBeGreaterThan(ANSWERS_BETWEEN);
      await postgres.stop(time % 2 === 0 ? "fast" : "at once");
      const before = count("503");
      await expect.poll(() => count("503") - before, { timeout: 60_000 }).toBeGreaterThan(REFUSALS);
      await postgres.start();
    }
    const database = new pg.Client({ connectionString: postgres.url });
    await database.connect();
    await traffic.finish(() => waitingFor(database, account));
    // Visits wait in memory until they can be written: they are all there once the application has ended.
    expect(await app.end()).toBe("ended with 0");
    await expectEverythingOnce(database, account, traffic);
    await database.end();
    // Told to come back, with the time; never that it failed, and never left without an answer.
    expect([...traffic.answers.keys()].sort()).toEqual(["200", "202", "302", "503"]);
  } finally {
    await traffic.stop();
    await app.stop();
    await postgres.end();
  }
});
