import { readEnv } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Scope } from "./scope";

const WINDOW_MS = 60_000;
const MOST_KEYS = 10_000;

type Window = { from: number; requests: number };

// The front door and Next's routes are bundled apart, and a key has one bound in both: one map a process.
const held = globalThis as { acuseRequests?: Map<number, Window> };

/** Told with the seconds until the key may ask again. */
export class TooManyRequests extends AppError {
  constructor(
    readonly retryAfter: number,
    readonly headers: Readonly<Record<string, string>>,
  ) {
    super("too-many", `This key has asked too often within a minute. Try again in ${retryAfter} s.`, "rate-limit");
  }
}

/**
 * Counts a request of a program against its key's bound a minute: the key's own, else the installation's. Kept in the
 * memory of the process: with several processes each grants the whole bound, and a restart begins anew.
 *
 * @throws TooManyRequests; a refused request counts for nothing.
 */
export function takeRequest(scope: Scope, now: number = Date.now()): void {
  const bound = boundOf(scope);
  if (!bound) return;
  const window = windowOf(bound.keyId, now);
  if (window.requests >= bound.limit) throw new TooManyRequests(secondsLeft(window, now), rateHeaders(scope, now));
  window.requests++;
}

/** How much of the bound is left: names of draft-ietf-httpapi-ratelimit-headers-07. Empty where there is no bound. */
export function rateHeaders(scope: Scope, now: number = Date.now()): Record<string, string> {
  const bound = boundOf(scope);
  if (!bound) return {};
  const window = windowOf(bound.keyId, now);
  return {
    "ratelimit-limit": String(bound.limit),
    "ratelimit-remaining": String(Math.max(0, bound.limit - window.requests)),
    "ratelimit-reset": String(secondsLeft(window, now)),
  };
}

let usual: number | undefined;

/** What a key without a bound of its own may ask a minute; 0: as often as it likes. Read once: each request asks. */
export function usualBound(): number {
  usual ??= readEnv().API_PER_MINUTE;
  return usual;
}

function boundOf({ actor }: Scope): { keyId: number; limit: number } | null {
  if (actor.kind !== "key") return null;
  const limit = actor.perMinute ?? usualBound();
  return limit === 0 ? null : { keyId: actor.keyId, limit };
}

/** A minute that begins with the first request in it. The key that was used longest ago makes room. */
function windowOf(keyId: number, now: number): Window {
  held.acuseRequests ??= new Map();
  const windows = held.acuseRequests;
  const known = windows.get(keyId);
  // Nor one of much later: when the clock is put back, nobody is refused for as long as that.
  if (known && Math.abs(now - known.from) < WINDOW_MS) return known;
  const window = { from: now, requests: 0 };
  windows.delete(keyId);
  windows.set(keyId, window);
  if (windows.size > MOST_KEYS) windows.delete(windows.keys().next().value!);
  return window;
}

const secondsLeft = ({ from }: Window, now: number) => Math.max(1, Math.ceil((from + WINDOW_MS - now) / 1000));
