import { Readable } from "node:stream";
import { and, eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closeDatabase, db } from "@/db";
import { contacts, groups, importChunks } from "@/db/schema";
import { createAccount } from "@/db/testing";
import { startImport } from "@/lib/imports/commands";
import { getImport } from "@/lib/imports/queries";
import { storeFile } from "@/lib/imports/store";
import { startOwnApp } from "./peers/app";

afterAll(closeDatabase);

const ROWS = 100_000;

test("an import whose application is killed while it reads and while it writes is in the agenda whole, and once", async () => {
  const scope = await createAccount();
  const mine = eq(contacts.accountId, scope.accountId);
  const app = await startOwnApp({ DATABASE_URL: process.env.DATABASE_URL });
  try {
    const lines = Array.from({ length: ROWS }, (_, i) => `${600_000_000 + i};Núñez ${i}\n`);
    const id = await storeFile(scope, "list.csv", Readable.from([Buffer.from(lines.join(""))]), new Date());
    const { sheet: _, otherSheets: __, ...given } = (await getImport(scope, id)).settings;
    await startImport(scope, id, { ...given, group: { name: "Everybody" } });
    // In the middle of the file, then at its end, when the agenda itself is written.
    for (const share of [0.4, 1]) {
      const reached = async () => ((found) => found.progress >= found.bytes * share)(await getImport(scope, id));
      await expect.poll(reached, { timeout: 300_000, interval: 10 }).toBe(true);
      await app.kill();
      expect((await getImport(scope, id)).state).toBe("running");
      expect(await db.$count(contacts, mine)).toBe(0);
      expect(await db.$count(groups, eq(groups.accountId, scope.accountId))).toBe(0);
      await app.start();
    }
    await expect.poll(async () => (await getImport(scope, id)).state, { timeout: 300_000 }).toBe("done");
    expect((await getImport(scope, id)).report).toMatchObject({
      ...{ added: ROWS, known: 0, duplicates: 0, refused: 0 },
      group: { name: "Everybody", joined: ROWS, already: 0, left: 0 },
    });
    expect(await db.$count(contacts, mine)).toBe(ROWS);
    const pieces = and(eq(importChunks.accountId, scope.accountId), eq(importChunks.importId, id));
    await expect.poll(() => db.$count(importChunks, pieces), { timeout: 60_000 }).toBe(0);
  } finally {
    await app.stop();
  }
});
