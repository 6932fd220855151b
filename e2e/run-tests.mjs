// `npm test`: types, lint, unit, database, real gateways, browser. Two lanes, because the build and the checks that do
// not need it have a core each; the database tests, in parts, go to whichever is free. Ends with `N passed, N failed`;
// any failed step shows everything it said.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, ROOT } from "../lib/server/prepare.mjs";

const long = process.argv.includes("--long");
const only = process.argv.slice(2).filter((each) => !each.startsWith("--"));
const reports = mkdtempSync(join(tmpdir(), "acuse-reports-"));
const bin = (name) => join(ROOT, "node_modules", ".bin", name);
const vitest = (project) => [bin("vitest"), "run", "-c", "e2e/vitest.config.ts", "--project", project];
const PARTS = [1, 2, 3, 4];
const databasePart = (part) => `database ${part}/${PARTS.length}`;

/** name → what runs; a step with a `report` is counted test by test, another as one. */
const STEPS = {
  types: { command: [bin("tsc"), "--noEmit"] },
  lint: { command: [bin("biome"), "check", "."] },
  unit: { command: vitest("unit"), report: "vitest" },
  ...Object.fromEntries(
    PARTS.map((part) => [
      databasePart(part),
      { command: [...vitest("db"), `--shard=${part}/${PARTS.length}`], report: "vitest" },
    ]),
  ),
  build: { work: () => build() },
  gateways: { command: vitest("gateway"), report: "vitest", needs: "build" },
  browser: {
    command: [bin("playwright"), "test", "-c", "e2e/playwright.config.ts"],
    report: "playwright",
    needs: "build",
  },
  long: { command: vitest("long"), report: "vitest" },
};
const LANES = long
  ? [["build", "long"]]
  : [
      ["types", "lint", "unit"],
      ["build", "gateways", "browser"],
    ];
/** For whichever lane is free first. */
const REST = long ? [] : PARTS.map(databasePart);

const sum = { passed: 0, failed: 0 };
const failedSteps = new Set();

async function runStep(name) {
  const step = STEPS[name];
  if (step.needs && failedSteps.has(step.needs))
    return count(name, { passed: 0, failed: 1 }, 0, `needs the step "${step.needs}"`);
  const startedAt = Date.now();
  const { ok, output } = step.work ? await attempt(step.work) : await run(name, step);
  count(name, read(name, step, ok), Date.now() - startedAt, ok ? "" : output);
}

function count(name, { passed, failed }, ms, output) {
  sum.passed += passed;
  sum.failed += failed;
  if (failed > 0) failedSteps.add(name);
  if (output) console.log(`\n──── ${name} ────\n${output.trimEnd()}\n`);
  console.log(
    `${failed > 0 ? "✕" : "✓"} ${name.padEnd(12)} ${(ms / 1000).toFixed(0).padStart(4)} s   ${passed} passed, ${failed} failed`,
  );
}

const attempt = (work) =>
  work().then(
    () => ({ ok: true, output: "" }),
    (error) => ({ ok: false, output: String(error?.stack ?? error) }),
  );

const reportOf = (name) => join(reports, `${name.replace(/\W/g, "-")}.json`);

function run(name, { command, report }) {
  const file = reportOf(name);
  const extra = report === "vitest" ? ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`] : [];
  const env = { ...process.env, NODE_ENV: undefined };
  if (report === "playwright") Object.assign(env, { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  const args = report === "playwright" ? ["--reporter=list,json"] : extra;
  const child = spawn(command[0], [...command.slice(1), ...args], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ ok: code === 0, output })));
}

/** How many tests passed and failed; a step that fell over without a failed test is a failure too. */
function read(name, { report }, ok) {
  if (!report) return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  try {
    const told = JSON.parse(readFileSync(reportOf(name), "utf8"));
    const [passed, failed] =
      report === "vitest"
        ? [told.numPassedTests, told.numFailedTests]
        : [told.stats.expected, told.stats.unexpected + told.stats.flaky];
    return { passed, failed: ok || failed > 0 ? failed : 1 };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const isAsked = (name) =>
  only.length === 0 ||
  only.includes(name.split(" ")[0]) ||
  (name === "build" && only.some((each) => STEPS[each]?.needs));
const rest = REST.filter(isAsked);
await Promise.all(
  LANES.map(async (lane) => {
    for (const name of lane.filter(isAsked)) await runStep(name);
    while (rest.length > 0) await runStep(rest.shift());
  }),
);
rmSync(reports, { recursive: true, force: true });
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exit(sum.failed > 0 ? 1 : 0);
