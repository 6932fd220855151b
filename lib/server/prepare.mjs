// Runs before node_modules exist: nothing but Node's own modules, and others only by a late import().
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

const OLDEST_NODE = [20, 9];
const LOCK_BEAT_MS = 1_000;
const LOCK_STALE_MS = 5_000;

/** Told in one line, without a stack. */
export class SetupFault extends Error {}

/** Installs the packages of package-lock.json unless they are there for this Node and this machine. */
export async function install() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new SetupFault(`Acuse needs Node.js ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}.`);
  }
  const machine = `${major} ${process.platform} ${process.arch}`;
  await unlessDone(join("node_modules", ".acuse-lock-hash"), machine, ["package-lock.json"], async () => {
    say("Installing the packages …");
    await run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"]);
  });
}

/** Installs, and bundles the programs of the server beside the pages of the same name: .next and .build, .next-x and .build-x. */
export async function bundle({ dist = distDir() } = {}) {
  await install();
  const outdir = programsDir(dist);
  await unlessDone(join(outdir, ".acuse-hash"), "", [...SOURCES, "e2e/bench"], async () => {
    say("Bundling the server …");
    const { bundlePrograms } = await import("./bundle.mjs");
    await bundlePrograms(ROOT, join(ROOT, outdir)).catch(() => {
      throw new SetupFault("The server could not be bundled.");
    });
  });
}

/**
 * Installs, bundles, and builds the pages.
 * @param {{ dist?: string }} options the folder of the pages; ACUSE_DIST or .next if not given
 */
export async function build({ dist = distDir() } = {}) {
  await bundle({ dist });
  await unlessDone(join(dist, ".acuse-hash"), "", [...SOURCES, "app", "public"], async () => {
    say("Building the pages …");
    const next = join(ROOT, "node_modules", "next", "dist", "bin", "next");
    const env = { ACUSE_DIST: dist, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
    await leaving(["tsconfig.json", "next-env.d.ts"], () => run(process.execPath, [next, "build"], env));
  });
}

/** What both the pages and the programs are made of. */
const SOURCES = ["lib", "db", "package-lock.json", "tsconfig.json", "next.config.ts", ".postcssrc.json"];

export const distDir = () => process.env.ACUSE_DIST || ".next";

/** The folder of the bundled programs that belong to a folder of pages. */
export const programsDir = (dist) => dist.replace(/^\.next/, ".build");

/** Announcements go to stderr: stdout is the command's own. */
function say(line) {
  console.error(line);
}

/** Does the work unless `stamp` says that it was done for the same inputs; one process at a time. */
async function unlessDone(stamp, also, inputs, work) {
  const file = join(ROOT, stamp);
  const isDone = (hash) => existsSync(file) && readFileSync(file, "utf8") === hash;
  if (isDone(fingerprint(also, inputs))) return;
  await alone(async () => {
    const hash = fingerprint(also, inputs);
    if (isDone(hash)) return;
    rmSync(file, { force: true });
    await work();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, hash);
  });
}

function fingerprint(also, inputs) {
  const hash = createHash("sha256").update(also);
  for (const file of inputs.flatMap(filesOf)) hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)));
  return hash.digest("hex");
}

/** Files below a path in a fixed order, tests left out: they change nothing that runs. */
function filesOf(path) {
  const stat = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(join(ROOT, path))
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

/** Next writes the folder it builds into into these files; a build beside the usual one must not change them. */
async function leaving(files, work) {
  const before = files
    .map((file) => join(ROOT, file))
    .filter((file) => existsSync(file))
    .map((file) => [file, readFileSync(file)]);
  try {
    await work();
  } finally {
    for (const [file, content] of before) writeFileSync(file, content);
  }
}

/**
 * Two commands at once must not install or build over each other. Whoever works keeps touching the lock, so one that a
 * killed process has left is known by its age.
 */
async function alone(work) {
  const lock = join(ROOT, ".build", "lock");
  mkdirSync(dirname(lock), { recursive: true });
  let waiting = false;
  while (!take(lock)) {
    if (!waiting) say("Waiting for another command that installs or builds …");
    waiting = true;
    await sleep(LOCK_BEAT_MS / 4);
  }
  const letGo = () => rmSync(lock, { force: true });
  const beat = setInterval(() => existsSync(lock) && utimesSync(lock, new Date(), new Date()), LOCK_BEAT_MS);
  process.once("exit", letGo);
  try {
    await work();
  } finally {
    clearInterval(beat);
    process.off("exit", letGo);
    letGo();
  }
}

function take(lock) {
  const held = statSync(lock, { throwIfNoEntry: false });
  if (held && Date.now() - held.mtimeMs > LOCK_STALE_MS) rmSync(lock, { force: true });
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
}

/** Runs a tool in the project's folder, silent unless it fails. A signal to us is passed on to it, and ends us after it. */
function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
    let stoppedBy;
    const passOn = (signal) => {
      stoppedBy = signal;
      child.kill(signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, passOn);
    child.once("error", (error) => reject(new SetupFault(`${command} cannot be run: ${error.message}`)));
    child.once("close", (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      if (stoppedBy) process.exit(128 + constants.signals[stoppedBy]);
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(output));
      reject(new SetupFault(`${[command, ...args].join(" ")} failed (${signal ?? `exit code ${code}`}).`));
    });
  });
}
