import pg from "pg";
import { expect, test } from "vitest";
import { findEmbedded } from "@/lib/server/embedded-postgres";
import { dataDirectory } from "@/lib/server/postgres-user";
import { addKannel, newAccount, startOwnApp } from "./peers/app";
import { startTraffic } from "./peers/traffic";
import { expectEverythingOnce, waitingFor } from "./peers/what-is-there";

const KILLS = 20;
/** Each life has answered so much before it is ended, some time later. */
const ANSWERS_A_LIFE = 60;
const LONGEST_MS = 700;

test("killed twenty times under load, the application has lost nothing that it answered and done nothing twice", async () => {
  const app = await startOwnApp();
  const account = await newAccount(app);
  const traffic = await startTraffic(app, account, (kannel) => addKannel(app, account, kannel.access));
  const { url } = (await findEmbedded(dataDirectory("acuse", app.data)))!;
  const database = new pg.Client({ connectionString: url });
  await database.connect();
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
    const lost = missing.map(({ askedAt }) => kills.find((at) => at > askedAt)! - askedAt);
    console.log(`Visits that were lost had been asked ${Math.round(Math.max(0, ...lost))} ms before a kill at most.`);
    // Whoever asks while it starts again is told to come back, or not answered at all; never that it failed.
    const statuses = [...traffic.answers.keys()].filter((status) => !/^(?:none|20[02]|302|503)$/.test(status));
    expect(statuses).toEqual([]);
  } finally {
    await traffic.stop();
    await database.end();
    await app.stop();
  }
});
