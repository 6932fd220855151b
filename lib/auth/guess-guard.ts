import { networkOf } from "./request-facts";
import { TooManyAttempts, waitAfter } from "./slow-down";

const FREE = 20;
const LONGEST_S = 60;
const FORGOTTEN_MS = 10 * 60_000;
const RIGHT_FOR_MS = 60 * 60_000;
const MOST = 10_000;

/*
 * Wrong keys per network, in this process's memory: a key has 190 random bits, so this spares work rather than
 * protects the key, and the hot path writes nothing.
 */
const wrong = new Map<string, { failures: number; lastAt: number }>();
const right = new Map<string, number>();

/**
 * Checks a program's credentials. After 20 wrong ones from a network its next unknown credential is
 * looked at only after 1 s, 2 s … up to a minute. One that was right within the hour is never made to wait: a program
 * with a wrong key must not stop its neighbour behind the same address.
 *
 * @param credential names what was given: its hash.
 * @throws TooManyAttempts, and whatever `check` throws.
 */
export async function guardGuesses<T>(
  address: string,
  credential: string,
  check: () => Promise<T>,
  isRight: (found: T) => boolean,
  now: number = Date.now(),
): Promise<T> {
  const network = networkOf(address);
  const trusted = (right.get(credential) ?? 0) > now - RIGHT_FOR_MS;
  const wait = trusted ? 0 : secondsToWait(network, now);
  if (wait > 0) throw new TooManyAttempts(wait);
  const found = await check();
  if (isRight(found)) keep(right, credential, now);
  else {
    right.delete(credential);
    keep(wrong, network, { failures: failuresOf(network, now) + 1, lastAt: now });
  }
  return found;
}

function secondsToWait(network: string, now: number): number {
  const wait = Math.min(LONGEST_S, waitAfter(failuresOf(network, now), FREE));
  return wait === 0 ? 0 : Math.ceil(wait - (now - wrong.get(network)!.lastAt) / 1000);
}

function failuresOf(network: string, now: number): number {
  const known = wrong.get(network);
  return known && known.lastAt > now - FORGOTTEN_MS ? known.failures : 0;
}

/** The one that was used longest ago makes room. */
function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MOST) map.delete(map.keys().next().value!);
}
