import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** A project without packages, in which `test` runs a program that tells its arguments: what npm needs no network for. */
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "acuse-setup-"));
  mkdirSync(join(project, "lib", "server"), { recursive: true });
  mkdirSync(join(project, "e2e"));
  for (const file of ["setup.mjs", "prepare.mjs"]) {
    cpSync(join("lib", "server", file), join(project, "lib", "server", file));
  }
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "sample", version: "1.0.0", scripts: { test: "node lib/server/setup.mjs test" } }),
  );
  writeLock("1.0.0");
  writeProgram("console.log(JSON.stringify(process.argv.slice(2)));");
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

describe("a command on a fresh clone", { timeout: 60_000 }, () => {
  it("installs first, and only again when the lock file has changed", async () => {
    expect((await setup("test")).told).toEqual(["Installing the packages …"]);
    expect((await setup("test")).told).toEqual([]);
    writeLock("1.0.1");
    expect((await setup("test")).told).toEqual(["Installing the packages …"]);
  });

  it("leaves standard output to the program, which gets the arguments as they were", async () => {
    const { printed, code } = await setup("test", "a b", "--long");
    expect(printed).toEqual([JSON.stringify(["a b", "--long"])]);
    expect(code).toBe(0);
  });

  it("shows what a tool said when it failed, and installs again the next time", async () => {
    writeFileSync(join(project, "package-lock.json"), "not JSON");
    const { told, printed, code } = await setup("test");
    expect(told.at(-1)).toMatch(/^npm ci .* failed \(exit code 1\)\.$/);
    expect(told.length).toBeGreaterThan(2);
    expect(printed).toEqual([]);
    expect(code).toBe(1);
    writeLock("1.0.0");
    expect((await setup("test")).told).toEqual(["Installing the packages …"]);
  });

  it("waits for another command that is installing, and then has nothing left to do", async () => {
    const runs = await Promise.all([setup("test"), setup("test")]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs.flatMap(({ told }) => told).filter((line) => line.startsWith("Installing"))).toHaveLength(1);
  });

  it("names the commands when asked for one that there is not", async () => {
    const { told, code } = await setup("dance");
    expect(told).toEqual([expect.stringMatching(/^Commands: demo, start, /)]);
    expect(code).toBe(1);
  });

  it.each(["SIGTERM", "SIGKILL"] as const)("stops its program when npm is ended by %s", async (signal) => {
    await setup("test");
    writeProgram(`
      setInterval(() => {}, 1000);
      process.on("SIGTERM", () => { console.log("stopped"); process.exit(); });
      console.log("ready");`);
    const npm = spawn("npm", ["test"], { cwd: project, stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    npm.stdout.on("data", (chunk) => {
      if (!printed.includes("ready") && `${printed}${chunk}`.includes("ready")) npm.kill(signal);
      printed += chunk;
    });
    await once(npm.stdout, "close");
    expect(printed.trim().split("\n").slice(-2)).toEqual(["ready", "stopped"]);
  });
});

async function setup(...args: string[]) {
  const env = { ...process.env, npm_lifecycle_event: undefined };
  const child = spawn(process.execPath, ["lib/server/setup.mjs", ...args], { cwd: project, env });
  const [printed, told] = [linesOf(child.stdout), linesOf(child.stderr)];
  const [code] = (await once(child, "close")) as [number | null];
  return { printed: printed(), told: told(), code };
}

function linesOf(stream: NonNullable<ChildProcess["stdout"]>): () => string[] {
  let text = "";
  stream.on("data", (chunk) => {
    text += chunk;
  });
  return () => (text ? text.trim().split("\n") : []);
}

function writeLock(version: string): void {
  const itself = { name: "sample", version };
  writeFileSync(
    join(project, "package-lock.json"),
    JSON.stringify({ ...itself, lockfileVersion: 3, requires: true, packages: { "": itself } }),
  );
}

function writeProgram(text: string): void {
  writeFileSync(join(project, "e2e", "run-tests.mjs"), text);
}
