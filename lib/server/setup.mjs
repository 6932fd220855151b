// The one way in: `npm run …` starts this file, which sees to everything a command needs and then runs it in this very
// process. One process, because each one more between the terminal and the server is one more that can be killed alone,
// swallow a signal or outlive the others.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, bundle, distDir, install, programsDir, ROOT, SetupFault } from "./prepare.mjs";

const NPM_POLL_MS = 250;

const COMMANDS = {
  demo: (args) => build().then(() => runProgram("main", ["demo", ...args])),
  start: (args) => build().then(() => runProgram("main", ["start", ...args])),
  install: () => install(),
  build: () => build(),
  admin: (args) => bundle().then(() => runProgram("admin", args)),
  bench: (args) => build().then(() => runProgram("bench", args)),
  "db:verify": (args) => bundle().then(() => runProgram("verify", args)),
  "db:rebuild-counts": (args) => bundle().then(() => runProgram("rebuild-counts", args)),
  "db:generate": (args) => bundle().then(() => runProgram("generate", args)),
  test: (args) => install().then(() => runScript("e2e/run-tests.mjs", args)),
  "test-long": (args) => install().then(() => runScript("e2e/run-tests.mjs", ["--long", ...args])),
};

async function runProgram(name, args) {
  process.env.NODE_ENV = "production";
  readEnvFile();
  await runScript(join(programsDir(distDir()), `${name}.mjs`), args);
}

/** Variables that are set already win. Not for tests: they must not meet the database of the real thing. */
function readEnvFile() {
  if (!existsSync(".env")) return;
  if (!process.loadEnvFile)
    throw new SetupFault("Reading .env needs Node.js 20.12 or newer: update it, or set the variables.");
  process.loadEnvFile(".env");
}

async function runScript(path, args) {
  const file = join(ROOT, path);
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
}

/**
 * npm hands on SIGTERM only to the shell it may have put between itself and us, and can hand on SIGKILL to nobody. So when
 * npm goes, or that shell, we stop.
 */
function stopWithNpm() {
  const parent = process.ppid;
  const shell = processStatus(parent);
  const npm = shell?.name.endsWith("sh") ? shell.parent : undefined;
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || processStatus(parent)?.parent === npm)) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, NPM_POLL_MS);
  watch.unref();
}

/** Source: proc_pid_stat(5). Undefined where there is no /proc; there the usual shell makes way for us. */
function processStatus(pid) {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return { name, parent };
  } catch {
    return undefined;
  }
}

const [name = "", ...args] = process.argv.slice(2);
process.chdir(ROOT);
// Without npm our parent may go as it pleases: a shell that ends leaves running what it put into the background.
if (process.env.npm_lifecycle_event) stopWithNpm();
try {
  const command = COMMANDS[name];
  if (!command) throw new SetupFault(`Commands: ${Object.keys(COMMANDS).join(", ")}.`);
  await command(args);
} catch (error) {
  console.error(error instanceof SetupFault ? error.message : error);
  process.exit(1);
}
