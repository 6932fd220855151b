import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const GRACE_SECONDS = 30;

/**
 * Runs "$@" until its own standard input ends, then ends it: SIGTERM, SIGKILL after a while. So one rule serves `stop()`
 * and the death of the test run, however that dies. A line on it names another signal to end it by.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
(read -r signal <&3; kill -"\${signal:-TERM}" "$child"; sleep ${GRACE_SECONDS}; kill -9 "$child") 2>/dev/null &
watch=$!
wait "$child"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
`;

export type Child = {
  /** How it ended: "" while it runs. */
  ended(): string;
  stop(): Promise<void>;
  /** SIGKILL: it has no time for anything. */
  kill(): Promise<void>;
};

/** Starts a program that lives no longer than this process. What it says goes to `logFile`. */
export function startChild(
  command: readonly string[],
  options: { logFile: string; cwd?: string; env?: NodeJS.ProcessEnv },
): Child {
  const log = openSync(options.logFile, "a");
  // In a group of its own: Ctrl-C must reach it through the guard only, in the order of the tests' own clearing up.
  const guard = spawn("/bin/sh", ["-c", GUARD, "guard", ...command], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ["pipe", log, log],
  });
  closeSync(log);
  let ended = "";
  const exited = once(guard, "exit").then(([code, signal]) => {
    ended = `ended with ${signal ?? code}`;
    guard.stdin?.destroy();
  });
  return {
    ended: () => ended,
    async stop() {
      guard.stdin?.destroy();
      await exited;
    },
    async kill() {
      guard.stdin?.write("KILL\n");
      await exited;
    },
  };
}

/** A new folder, named as lib/server names its own: what a killed test run leaves is cleared away by a later one. */
export function temporaryFolder(of: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `acuse-test-${process.pid}-${of}-`));
}

/** Each is told once, and none is of those that systems give away by themselves: until it is used nobody takes it. */
let nextPort = 10_000 + ((process.pid * 101) % 20_000);

/** A port of loopback that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = nextPort++;
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
