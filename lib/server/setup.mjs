// The one way in: `npm run …` starts this file, which sees to everything a command needs and then runs it in this very
// process. One process, because each one more between the terminal and the server is one more that can be killed alone,
// swallow a signal or outlive the others.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, bundle, distDir, install, programsDir, ROOT, SetupFault } from "./prepare.mjs";

const PARENT_POLL_MS = 500;

const COMMANDS = {
  demo: (args) => build().then(() => runProgram("main", ["demo", ...args])),
  start: (args) => build().then(() => runProgram("main", ["start", ...args])),
  build: () => build(),
  admin: (args) => bundle().then(() => runProgram("admin", args)),
  bench: (args) => build().then(() => runProgram("bench", args)),
  "db:verify": (args) => bundle().then(() => runProgram("verify", args)),
  "db:generate": (args) => bundle().then(() => runProgram("generate", args)),
  test: (args) => install().then(() => runScript("e2e/run-tests.mjs", args)),
  "test-long": (args) => install().then(() => runScript("e2e/run-tests.mjs", ["--long", ...args])),
};

async function runProgram(name, args) {
  process.env.NODE_ENV = "production";
  await runScript(join(programsDir(distDir()), `${name}.mjs`), args);
}

async function runScript(path, args) {
  const file = join(ROOT, path);
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
}

/** npm hands on SIGTERM only to the shell it started, and SIGKILL to nobody: when our parent goes, we stop. */
function stopWithParent() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, PARENT_POLL_MS);
  watch.unref();
}

const [name = "", ...args] = process.argv.slice(2);
process.chdir(ROOT);
// Without npm a parent may go as it pleases: a shell that ends leaves what it put into the background.
if (process.env.npm_lifecycle_event) stopWithParent();
try {
  const command = COMMANDS[name];
  if (!command) throw new SetupFault(`Commands: ${Object.keys(COMMANDS).join(", ")}.`);
  await command(args);
} catch (error) {
  console.error(error instanceof SetupFault ? error.message : error);
  process.exit(1);
}
