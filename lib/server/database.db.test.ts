import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, withDatabase } from "./database";
import { findEmbedded } from "./embedded-postgres";

let dataFolder: string;

beforeAll(() => {
  dataFolder = mkdtempSync(join(tmpdir(), "acuse-database-"));
  chmodSync(dataFolder, 0o755);
});
afterAll(() => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 }));

describe("a command's database", () => {
  it("is started for the command alone when nothing runs", async () => {
    const found = await withDatabase({ dataFolder }, ask);
    expect(found).toBe("acuse");
    expect(await findEmbedded(join(dataFolder, "acuse"))).toBeNull();
  });

  it("is stopped only when another command that found it has ended too", async () => {
    let finishFirst = () => {};
    const first = withDatabase({ dataFolder }, () => new Promise<void>((resolve) => (finishFirst = resolve)));
    await expect.poll(() => findEmbedded(join(dataFolder, "acuse")), { timeout: 60_000 }).not.toBeNull();
    const second = withDatabase({ dataFolder }, async (url) => {
      const client = new Client(url);
      await client.connect();
      finishFirst();
      const { rows } = await client.query("select 'still here' as told from pg_sleep(1)");
      await client.end();
      return rows[0]?.told;
    });
    expect(await second).toBe("still here");
    await first;
    expect(await findEmbedded(join(dataFolder, "acuse"))).toBeNull();
  });

  it("is the running one of the sample when only that runs", async () => {
    const demo = await openDatabase({ dataFolder, name: "demo" });
    try {
      expect(demo.embedded).toBe(true);
      expect(await withDatabase({ dataFolder }, async (url) => url)).toBe(demo.url);
    } finally {
      await demo.stop();
    }
  });

  it("is the one that DATABASE_URL names, and then no embedded one is made", async () => {
    const own = await openDatabase({ dataFolder, name: "demo" });
    const elsewhere = join(dataFolder, "elsewhere");
    try {
      const opened = await openDatabase({ databaseUrl: own.url, dataFolder: elsewhere, name: "acuse" });
      expect(opened).toMatchObject({ url: own.url, embedded: false });
      await opened.stop();
      expect(await withDatabase({ databaseUrl: own.url, dataFolder: elsewhere }, ask)).toBe("acuse");
      expect(existsSync(elsewhere)).toBe(false);
    } finally {
      await own.stop();
    }
  });
});

describe("a DATABASE_URL that cannot be used", () => {
  const open = (databaseUrl: string) => openDatabase({ databaseUrl, name: "acuse" });

  it("is told in one line without its password", async () => {
    const own = await openDatabase({ dataFolder, name: "demo" });
    try {
      const { host } = new URL(own.url);
      await expect(open(own.url.replace(/:[^:@]+@/, ":secret@"))).rejects.toThrow(
        `DATABASE_URL: the PostgreSQL at ${host} answers: password authentication failed for user "acuse"`,
      );
      await expect(open(own.url.replace(/acuse$/, "nowhere"))).rejects.toThrow(/database "nowhere" does not exist$/);
      const latin = new Client(own.url);
      await latin.connect();
      await latin.query("create database latin encoding 'LATIN1' locale_provider libc locale 'C' template template0");
      await latin.end();
      await expect(open(own.url.replace(/acuse$/, "latin"))).rejects.toThrow(
        "DATABASE_URL: the database is encoded in LATIN1, not in UTF8.",
      );
    } finally {
      await own.stop();
    }
  });

  it("is told when nobody answers", async () => {
    const error = await open("postgres://acuse:secret@127.0.0.1:1/acuse").catch((fault: Error) => fault);
    expect((error as Error).message).toMatch("DATABASE_URL: the PostgreSQL at 127.0.0.1:1 does not answer (");
    expect((error as Error).message).not.toMatch(/secret|\n/);
  });
});

async function ask(url: string): Promise<string> {
  const client = new Client(url);
  await client.connect();
  const { rows } = await client.query<{ name: string }>("select current_database() as name");
  await client.end();
  return rows[0]!.name;
}
