import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { findEmbedded, startEmbedded } from "./embedded-postgres";
import { runningPostmaster } from "./postgres-process";

/** A stopped cluster: what is not about a new one starts on a copy, because making one takes seconds. */
let made: string;
let folder: string;
let dataDir: string;
const clean: (() => Promise<unknown> | unknown)[] = [];

const newFolder = () => {
  const path = mkdtempSync(join(tmpdir(), "acuse-embedded-"));
  chmodSync(path, 0o755);
  return path;
};

beforeAll(async () => {
  made = newFolder();
  await (await startEmbedded({ dataDir: join(made, "demo") })).stop();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

beforeEach(() => {
  folder = newFolder();
  dataDir = join(folder, "demo");
  clean.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
});

afterEach(async () => {
  for (const step of clean.splice(0).reverse()) await step();
});

// Making a cluster takes seconds, and minutes where others are at work too.
describe("an embedded PostgreSQL", { timeout: 300_000 }, () => {
  it("starts on a new folder, keeps its data over a stop, and leaves nothing running", async () => {
    const first = await start({ anew: true });
    await query(first.url, "create table kept as select 'ñ' as letter");
    await first.stop();
    expect(runningPostmaster(join(dataDir, "cluster"))).toBeNull();
    expect(await findEmbedded(dataDir)).toBeNull();

    const second = await start();
    expect(await query(second.url, "select letter from kept")).toEqual([{ letter: "ñ" }]);
  });

  it("promises durability and folds the case of every script", async () => {
    const { url } = await start();
    expect(
      await query(
        url,
        `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
           'ÁRBOL Ж' ilike '%árbol ж%' as folds`,
      ),
    ).toEqual([{ fsync: "on", commit: "on", folds: true }]);
  });

  it("is found by its folder while it runs", async () => {
    const { url } = await start();
    expect(await findEmbedded(dataDir)).toEqual({ url });
  });

  it("refuses a second launcher and names the first and its address", async () => {
    const { servedAt } = await start();
    await servedAt("http://localhost:3999");
    await expect(startEmbedded({ dataDir })).rejects.toThrow(
      new RegExp(`already running .*\\(process ${process.pid}, http://localhost:3999\\)`),
    );
  });

  it("is taken over, with its sessions, when its launcher was killed", async () => {
    copyCluster();
    const launcher = await launchElsewhere({ dataDir });
    const reader = new Client(launcher.url);
    await reader.connect();
    clean.push(() => reader.end().catch(() => {}));
    reader.on("error", () => {});
    launcher.child.kill("SIGKILL");
    await once(launcher.child, "exit");

    const server = await start();
    expect(server.url).toBe(launcher.url);
    expect((await reader.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await server.stop();
    expect(runningPostmaster(join(dataDir, "cluster"))).toBeNull();
  });

  it("belongs to exactly one of two launchers that start at once on a new folder", async () => {
    const outcomes = await Promise.allSettled([launchElsewhere({ dataDir }), launchElsewhere({ dataDir })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find((one) => one.status === "rejected")?.reason.message).toMatch(/already running/);
  });

  it("starts over the postmaster.pid of a process that is somebody else's by now", async () => {
    const first = await start();
    const pidFile = join(dataDir, "cluster", "postmaster.pid");
    const stale = readFileSync(pidFile, "utf8").replace(/^\d+/, String(process.pid));
    await first.stop();
    writeFileSync(pidFile, stale);
    expect(runningPostmaster(join(dataDir, "cluster"))).toBeNull();
    expect(existsSync(pidFile)).toBe(false);

    const second = await start();
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("holds its folder again after one of its sessions has crashed", async () => {
    const { url } = await start();
    const holder = () =>
      query(url, "select pid from pg_locks where locktype = 'advisory'").then(
        ([lock]) => lock?.pid ?? null,
        () => null,
      );
    const former = await holder();
    const victim = new Client(url);
    victim.on("error", () => {});
    await victim.connect();
    const { rows } = await victim.query<{ pid: number }>("select pg_backend_pid() as pid");
    process.kill(rows[0]!.pid, "SIGKILL");
    // All sessions end with one, which may take a moment, and the server recovers before it takes new ones.
    await expect
      .poll(holder, { timeout: 60_000, interval: 100 })
      .not.toSatisfy((pid) => pid === null || pid === former);
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/already running/);
  });

  it("tells in one line that its data is of another major version", async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, "cluster", "PG_VERSION"), "17\n");
    await expect(start()).rejects.toThrow(/was written by PostgreSQL 17, and PostgreSQL 18 cannot read it/);
  });

  it("tells in one line that its folder cannot be used", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(startEmbedded({ dataDir: join(folder, "file", "demo") })).rejects.toThrow(
      /^The embedded database cannot use its folder: ENOTDIR/,
    );
  });

  it("throws an ephemeral one away at the stop", async () => {
    const server = await startEmbedded({ ephemeral: true });
    const [row] = await query(server.url, "select current_setting('data_directory') as dir");
    await server.stop();
    expect(existsSync(String(row?.dir))).toBe(false);
  });

  it("clears away an ephemeral one whose tests were killed", async () => {
    // In a folder of its own, or other tests that start just now clear it away first.
    vi.stubEnv("TMPDIR", folder);
    clean.push(() => vi.unstubAllEnvs());
    const killed = await launchElsewhere({ ephemeral: true });
    const [row] = await query(killed.url, "select current_setting('data_directory') as dir");
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
    expect(runningPostmaster(String(row?.dir))).not.toBeNull();

    const server = await startEmbedded({ ephemeral: true });
    clean.push(() => server.stop());
    expect(existsSync(String(row?.dir))).toBe(false);
    await expect(query(killed.url, "select 1")).rejects.toThrow();
  });
});

/** Keeps who owns what: the server may run as another user. */
const copyCluster = () => execFileSync("cp", ["-a", join(made, "demo"), dataDir]);

async function start({ anew = false } = {}) {
  if (!anew && !existsSync(dataDir)) copyCluster();
  const server = await startEmbedded({ dataDir });
  clean.push(() => server.stop());
  return server;
}

/** A launcher in a process of its own: resolves once its server is ready, rejects with its error. */
async function launchElsewhere(
  options: Parameters<typeof startEmbedded>[0],
): Promise<{ child: ChildProcess; url: string }> {
  const script = `
    const { startEmbedded } = await import("./lib/server/embedded-postgres.ts");
    process.on("SIGTERM", () => server.stop().then(() => process.exit()));
    const server = await startEmbedded(${JSON.stringify(options)}).catch(({ message }) => ({ message }));
    console.log(JSON.stringify(server));
    if (server.url) setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  clean.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null || !child.kill("SIGTERM")) return;
    await once(child, "exit");
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const told = JSON.parse(line) as { url?: string; message?: string };
  if (!told.url) throw new Error(told.message);
  return { child, url: told.url };
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client(url);
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
