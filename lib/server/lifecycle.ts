import { setTimeout as sleep } from "node:timers/promises";
import { tellError } from "./start-fault";

/** npm passes on the SIGINT which the terminal has already sent to everybody: one Ctrl-C arrives twice. */
const SAME_KEY_MS = 500;
const STEP_MS = 10_000;
const START_MS = 5_000;
const HURRIED_STEP_MS = 2_000;

type Step = { name: string; stop: (hurry: AbortSignal) => Promise<void> | void; withinMs: number };

const steps: Step[] = [];
const hurry = new AbortController();
const hurried = new Promise<void>((resolve) => hurry.signal.addEventListener("abort", () => resolve()));
let requestedAt: number | undefined;
let starting: Promise<void> = Promise.resolve();

/**
 * Registers what has to be stopped before the process ends; what came last stops first.
 * @param stop its signal is aborted when there is no more time (a second Ctrl-C)
 * @param withinMs after this many milliseconds the next one is stopped all the same
 */
export function onStop(name: string, stop: Step["stop"], withinMs = STEP_MS): void {
  steps.push({ name, stop, withinMs });
}

/**
 * Runs `start`, then lives until SIGINT, SIGTERM or SIGHUP (the end of the terminal; setup.mjs turns the end of npm into
 * SIGTERM), stops everything registered with `onStop` and exits: 0 after such a request, 1 after an error. A request that
 * comes while `start` is under way is obeyed too. An error nobody caught ends the process as Node would, but cleanly.
 */
export function runUntilStopped(start: () => Promise<void>): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, requestStop);
  process.on("uncaughtException", fail);
  // A closed terminal or pipe takes the output away, not the application.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  starting = start().catch(fail);
}

function requestStop(): void {
  if (requestedAt === undefined) stopAll(0);
  else if (Date.now() - requestedAt > SAME_KEY_MS) hurry.abort();
}

/** What fails because its ground is already being taken away is no news. */
function fail(error: unknown): void {
  if (requestedAt !== undefined) return;
  console.error(tellError(error));
  stopAll(1);
}

async function stopAll(exitCode: number): Promise<void> {
  requestedAt = Date.now();
  if (exitCode === 0) console.log("Stopping …");
  await stopRegistered();
  // A start under way may still bring up something that has to be stopped.
  await Promise.race([starting, sleep(START_MS), hurried]);
  await stopRegistered();
  process.exit(exitCode);
}

async function stopRegistered(): Promise<void> {
  for (let step = steps.pop(); step; step = steps.pop()) await stopOne(step);
}

async function stopOne({ name, stop, withinMs }: Step): Promise<void> {
  const late = Symbol();
  try {
    const patience = Promise.race([sleep(withinMs, late), hurried.then(() => sleep(HURRIED_STEP_MS, late))]);
    if ((await Promise.race([stop(hurry.signal), patience])) === late) console.error(`${name} did not stop in time.`);
  } catch (error) {
    console.error(`${name} did not stop cleanly: ${tellError(error)}`);
  }
}
