import { expect, test } from "vitest";
import { addKannel, newAccount, startOwnApp } from "./peers/app";
import { databaseOf } from "./peers/database";
import { startTraffic } from "./peers/traffic";
import { expectEverythingOnce, waitingFor } from "./peers/what-is-there";

const KILLS = 20;
const ENDS = 4;
/** Each life has answered so much before it is ended, some time later. */
const ANSWERS_A_LIFE = 60;
const LONGEST_MS = 700;

test("killed twenty times under load, the application has lost nothing that it answered and done nothing twice", async () => {
  const app = await startOwnApp();
  const account = await newAccount(app);
  const traffic = await startTraffic(app, account, (kannel) => addKannel(app, account, kannel.access));
  const database = await databaseOf(app);
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const from = traffic.answered();
      await expect.poll(() => traffic.answered() - from, { timeout: 60_000 }).toBeGreaterThan(ANSWERS_A_LIFE);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_MS));
      await app.kill();
      await app.start();
    }
    await traffic.finish(() => waitingFor(database, account));
    await expectEverythingOnce(database, account, traffic);
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
    await expectEverythingOnce(database, account, traffic);
    expect(traffic.kannel.handed.size).toBe(traffic.accepted.size);
    await database.end();
  } finally {
    await traffic.stop();
    await app.stop();
  }
});
