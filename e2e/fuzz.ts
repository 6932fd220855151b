/* Broken input, the same for the same seed: what is right, cut, repeated, swapped and mixed with what readers stumble over. */

export type Random = () => number;

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ODD = [
  ...[
    "",
    "0",
    "-1",
    "1e999",
    "9".repeat(400),
    "NaN",
    "null",
    "true",
    "[]",
    "{}",
    "[",
    "{",
    '"',
    "\\",
    "\n",
    "\r\n",
    "\0",
  ],
  ...["\ud83d", "😀", "ñ", "\u202e", "%", "%00", "%u0041", "%zz", "+", "&", "=", ";", ",", "'", "--", "/*", "$where"],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "../../etc/passwd",
    "2026-02-30T25:61:00Z",
    "0000-00-00",
    "a".repeat(3_000),
  ],
  ...[
    "[".repeat(500),
    '{"a":'.repeat(200),
    "%".repeat(300),
    "((a+)+)+$",
    " ".repeat(2_000),
    "https://[::1",
    "http://%",
  ],
];

const below = (random: Random, most: number) => Math.floor(random() * most);
export const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)]!;

/** A text with one to four things wrong with it; now and then none. */
export function mutated(random: Random, text: string): string {
  let result = text;
  for (let times = below(random, 5); times > 0; times--) {
    const at = below(random, result.length + 1);
    const to = Math.min(result.length, at + below(random, 12));
    switch (below(random, 6)) {
      case 0:
        result = result.slice(0, at) + result.slice(to);
        break;
      case 1:
        result = result.slice(0, at) + pick(random, ODD) + result.slice(at);
        break;
      case 2:
        result = result.slice(0, at) + pick(random, ODD) + result.slice(to);
        break;
      case 3:
        result = result.slice(0, at) + String.fromCharCode(below(random, 0x10000)) + result.slice(at + 1);
        break;
      case 4:
        result = result.slice(0, at) + result.slice(at, to).repeat(1 + below(random, 30)) + result.slice(to);
        break;
      default:
        result = result.slice(0, at);
    }
  }
  return result;
}

/** The same for what is JSON: a value somewhere in it becomes another, or a name. The result is text. */
export function mutatedJson(random: Random, value: unknown): string {
  if (random() < 0.4) return mutated(random, JSON.stringify(value));
  const copy = structuredClone(value);
  for (let times = 1 + below(random, 3); times > 0; times--) spoil(random, copy);
  return JSON.stringify(copy);
}

function spoil(random: Random, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const keys = Object.keys(value);
  if (keys.length === 0) return;
  const key = pick(random, keys) as never;
  if (typeof value[key] === "object" && random() < 0.6) {
    spoil(random, value[key]);
    return;
  }
  const text = typeof value[key] === "string" ? mutated(random, value[key]) : pick(random, ODD);
  const others = [text, text, text, null, 0, -1, 1.5, 2 ** 53, true, [], {}, [text], { [text]: text }, undefined];
  const name = !Array.isArray(value) && random() < 0.15 ? mutated(random, key) || "x" : key;
  // Assigned, a name like __proto__ would change the object instead of standing in it.
  Object.defineProperty(value, name, {
    value: pick(random, others),
    ...{ enumerable: true, configurable: true, writable: true },
  });
}
