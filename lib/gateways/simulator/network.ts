import { createHash } from "node:crypto";
import { z } from "zod";
import type { Receipt } from "../gateway";

/** Settings of a simulated network. The same seed gives the same fate to the same message. */
export const simulatorConfig = z.object({
  seed: z.string().max(50).default("acuse"),
  /** How many times faster than a real network; 1000 answers at once (tests). */
  speed: z.number().min(0.1).max(1000).default(1),
  /** Multiplies the share of whatever goes wrong; 0: everything arrives. */
  failures: z.number().min(0).max(10).default(1),
  /** Multiplies the share of messages whose link is followed; 0: nobody does. */
  clicks: z.number().min(0).max(20).default(1),
});
export type SimulatorConfig = z.infer<typeof simulatorConfig>;

/** `early`: said before the sender has noted that it handed the message over, under the network's own name for it. */
export type Planned = { afterMs: number; receipt: Receipt; early?: true };

/** A message as its fate depends on it. */
export type Simulated = {
  id: string;
  msisdn: string;
  country: string | null;
  operator: string | null;
  segments: number;
  /** Until the network gives up. */
  validityMs: number;
};

/** Typical seconds to delivery and share of failures; what is not named behaves like the last line. */
const NETWORKS: Record<string, { median: number; spread: number; failing: number }> = {
  ES: { median: 3, spread: 0.7, failing: 0.035 },
  FR: { median: 4, spread: 0.8, failing: 0.04 },
  PT: { median: 4, spread: 0.7, failing: 0.03 },
  MX: { median: 9, spread: 1.1, failing: 0.09 },
  CO: { median: 8, spread: 1, failing: 0.08 },
  US: { median: 5, spread: 0.9, failing: 0.06 },
  "": { median: 7, spread: 1, failing: 0.07 },
};

export const FAILURES = [
  { weight: 40, meaning: "non-deliverable", code: "001", reason: "unknown_subscriber", word: "UNDELIV" },
  { weight: 20, meaning: "expired", code: "027", reason: "expired", word: "EXPIRED" },
  { weight: 12, meaning: "non-deliverable", code: "256", reason: "handset_full", word: "UNDELIV" },
  { weight: 12, meaning: "rejected", code: "013", reason: "blocked", word: "REJECTD" },
  { weight: 10, meaning: "rejected", code: "088", reason: "filtered", word: "REJECTD" },
  { weight: 6, meaning: "non-deliverable", code: "034", reason: "temporary", word: "UNDELIV" },
] as const;

/** What may happen besides "sent, then an end", and to what share of the messages. */
const ODDITIES = {
  /** The end is never told. */
  silent: 0.012,
  /** The end is told twice. */
  repeated: 0.02,
  /** "Sent" comes after the end. */
  reordered: 0.01,
  early: 0.01,
  /** Delivered after the validity has run out. */
  late: 0.003,
  /** First the one end, then the other. */
  conflicting: 0.006,
  /** On the way the network says that it does not know. */
  unknown: 0.006,
  /** Of the long ones: a part is refused while the others arrive. */
  partRefused: 0.03,
  /** Of the long ones: a part is never spoken of. */
  partMissing: 0.02,
} as const;
export type Oddity = keyof typeof ODDITIES;
/** These leave a message undelivered, so that a network without failures does none of them. */
const HARMFUL: readonly Oddity[] = ["silent", "conflicting", "partRefused", "partMissing"];

/** What happens to a message besides the ordinary; at most one thing. */
export function oddityOf(message: Simulated, config: SimulatorConfig): Oddity | null {
  let left = randomFrom(`${config.seed}|odd|${message.msisdn}|${message.id.slice(-12)}`)();
  for (const [oddity, share] of Object.entries(ODDITIES) as [Oddity, number][]) {
    if (oddity.startsWith("part") && message.segments === 1) continue;
    left -= HARMFUL.includes(oddity) ? share * Math.min(5, config.failures) : share;
    if (left < 0) return oddity;
  }
  return null;
}

/**
 * What the simulated network will say of a message, and when: delays by country and operator, failures of every kind,
 * one receipt for each part, and now and then an oddity. Pure and seeded: the same message has the same fate every time.
 */
export function plan(message: Simulated, config: SimulatorConfig): Planned[] {
  const { id, segments, validityMs } = message;
  const random = randomFrom(`${config.seed}|${message.msisdn}|${id.slice(-12)}`);
  const network = networkOf(message, config);
  const oddity = oddityOf(message, config);
  const sentAfter = 200 + random() * 1_200;
  const takes = network.median * 1000 * Math.exp(network.spread * gaussian(random));
  const failure = random() < network.failing * config.failures ? pick(FAILURES, random) : null;
  const endAfter = sentAfter + (oddity === "late" ? validityMs * config.speed + takes : takes);
  const odd = oddity === "partRefused" || oddity === "partMissing" ? 1 + Math.floor(random() * segments) : null;
  const end = oddity === "late" || odd !== null ? "delivered" : (failure ?? "delivered");
  const other = end === "delivered" ? FAILURES[0] : "delivered";

  const planned: Planned[] = [];
  if (oddity === "unknown") planned.push(said(id, 0, "unknown", "sub:001 dlvrd:000", sentAfter + takes / 2));
  for (const part of partsOf(segments)) {
    if (part === odd && oddity === "partMissing") continue;
    if (part === odd) {
      planned.push(refused(id, part, sentAfter));
      continue;
    }
    const sent = said(id, part, "sent", "ACK/", oddity === "reordered" ? endAfter + 500 : sentAfter);
    planned.push(oddity === "early" ? { ...sent, afterMs: 0, early: true } : sent);
    if (oddity === "silent") continue;
    const afterMs = endAfter + part * 300;
    planned.push(said(id, part, end, `sub:001 dlvrd:${end === "delivered" ? "001" : "000"}`, afterMs));
    if (oddity === "repeated") planned.push(said(id, part, end, "again", afterMs + 4_000, ":again"));
    if (oddity === "conflicting") planned.push(said(id, part, other, "sub:001 dlvrd:000", afterMs + 6_000, ":other"));
  }
  return planned.map((each) => ({ ...each, afterMs: Math.round(each.afterMs / config.speed) }));
}

/** Each operator has a pace and a share of failures of its own, beside its country's. */
function networkOf({ country, operator }: Simulated, { seed }: SimulatorConfig) {
  const network = NETWORKS[country ?? ""] ?? NETWORKS[""]!;
  if (operator === null) return network;
  const random = randomFrom(`${seed}|operator|${operator}`);
  return { ...network, median: network.median * (0.5 + 1.5 * random()), failing: network.failing * (0.5 + random()) };
}

/** The simulated network reports each part of a long message by its number, and a short one as a whole (0). */
export const partsOf = (segments: number): number[] =>
  segments === 1 ? [0] : Array.from({ length: segments }, (_, index) => index + 1);

export type Failure = (typeof FAILURES)[number];

/** A receipt as the simulated network words it. `again`: the same said once more, as an event of its own. */
export function said(
  id: string,
  part: number,
  what: keyof typeof WORDS | Failure,
  text: string,
  afterMs: number,
  again = "",
): Planned {
  const failure = typeof what === "string" ? null : what;
  const meaning = typeof what === "string" ? (what === "unknown" ? null : what) : what.meaning;
  const word = typeof what === "string" ? WORDS[what] : what.word;
  const receipt = {
    reference: id,
    key: `sim:${part}:${meaning ?? "unknown"}${again}`,
    part,
    meaning,
    refusal: false,
    code: failure?.code ?? null,
    reason: failure?.reason ?? null,
    occurredAt: null,
    text: `id:${id.slice(-8)} ${text} stat:${word} err:${failure?.code ?? "000"}`,
  };
  return { afterMs, receipt };
}

const WORDS = { sent: "ACCEPTD", delivered: "DELIVRD", unknown: "UNKNOWN" } as const;

/** The network would not take the part: nothing of it was sent, and nothing more is said of it. */
function refused(id: string, part: number, afterMs: number): Planned {
  const code = { code: "0x0B", reason: "invalid_number" } as const;
  const said = {
    reference: id,
    key: `sim:${part}:refused`,
    part,
    meaning: "rejected",
    refusal: true,
    ...code,
  } as const;
  return { afterMs, receipt: { ...said, occurredAt: null, text: "NACK/0x0B/Invalid Destination Address" } };
}

/** Numbers from 0 to 1 out of a seed (SHA-256 in counter mode: no state to share, no dependence on order). */
export function randomFrom(seed: string): () => number {
  let block = Buffer.alloc(0);
  let offset = 0;
  let counter = 0;
  return () => {
    if (offset + 4 > block.length) {
      block = createHash("sha256").update(`${seed}|${counter++}`).digest();
      offset = 0;
    }
    offset += 4;
    return block.readUInt32BE(offset - 4) / 2 ** 32;
  };
}

/** Box-Muller. */
export const gaussian = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function pick(from: typeof FAILURES, random: () => number): Failure {
  let left = random() * from.reduce((sum, { weight }) => sum + weight, 0);
  for (const each of from) {
    left -= each.weight;
    if (left < 0) return each;
  }
  return from[0];
}
