import pg from "pg";
import { expect, test } from "vitest";
import { findEmbedded } from "@/lib/server/embedded-postgres";
import { dataDirectory } from "@/lib/server/postgres-user";
import { addKannel, newAccount, type OwnApp, startOwnApp } from "./peers/app";
import { startTraffic, VISITORS } from "./peers/traffic";
import { expectEverythingOnce, waitingFor } from "./peers/what-is-there";

const KILLS = 20;
const ENDS = 4;
/** Each life has answered so much before it is ended, some time later. */
const ANSWERS_A_LIFE = 60;
const LONGEST_MS = 700;
/** A visit that was answered so long before a kill is there, unless the machine is so busy that its commit came late. */
const KEPT_MS = 50;
/** So many may be late for each kill: of each visitor one. Commits that are later than that lose more. */
const MOST_LATE = VISITORS;

test("killed twenty times under load, the application has lost nothing that it answered and done nothing twice", async () => {
  const app = await startOwnApp();
  const account = await newAccount(app);
  const traffic = await startTraffic(app, account, (kannel) => addKannel(app, account, kannel.access));
  const database = await databaseOf(app);
  try {
    const kills: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const from = traffic.answered();
      await expect.poll(() => traffic.answered() - from, { timeout: 60_000 }).toBeGreaterThan(ANSWERS_A_LIFE);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_MS));
      kills.push(performance.now());
      await app.kill();
      await app.start();
    }
    await traffic.finish(() => waitingFor(database, account));
    const { missing } = await expectEverythingOnce(database, account, traffic);
    // An answer may be read a moment after the process that gave it has died; no life is as short as that.
    const before = missing.map(({ answeredAt }) => kills.find((at) => at > answeredAt - 500)! - answeredAt);
    const late = before.filter((ms) => ms > KEPT_MS);
    console.log(
      `Of ${missing.length} lost visits ${late.length} were answered more than ${KEPT_MS} ms before a kill, ` +
        `the first of them ${Math.round(Math.max(0, ...before))} ms.`,
    );
    expect(late.length).toBeLessThanOrEqual(MOST_LATE * KILLS);
    // Whoever asks while it starts again is told to come back, or not answered at all; never that it failed.
    const statuses = [...traffic.answers.keys()].filter((status) => !/^(?:none|20[02]|302|503)$/.test(status));
    expect(statuses).toEqual([]);
  } finally {
    await traffic.stop();
    await database.end();
    await app.stop();
  }
});

test("asked to end under load, the application writes what it took, hands over what it began, and ends well", async () => {
  const app = await startOwnApp();
  const account = await newAccount(app);
  const traffic = await startTraffic(app, account, (kannel) => addKannel(app, account, kannel.access));
  try {
    for (let end = 0; end < ENDS; end++) {
      const from = traffic.answered();
      await expect.poll(() => traffic.answered() - from, { timeout: 60_000 }).toBeGreaterThan(ANSWERS_A_LIFE);
      expect(await app.end()).toBe("ended with 0");
      await app.start();
    }
    const database = await databaseOf(app);
    await traffic.finish(() => waitingFor(database, account));
    expect(await expectEverythingOnce(database, account, traffic)).toEqual({ missing: [] });
    expect(traffic.kannel.handed.size).toBe(traffic.accepted.size);
    await database.end();
  } finally {
    await traffic.stop();
    await app.stop();
  }
});

async function databaseOf({ data }: OwnApp): Promise<pg.Client> {
  const { url } = (await findEmbedded(dataDirectory("acuse", data)))!;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
