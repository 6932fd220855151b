import { createHash } from "node:crypto";
import { z } from "zod";
import type { Receipt } from "../gateway";

/** Settings of a simulated network. The same seed gives the same fate to the same recipient and text position. */
export const simulatorConfig = z.object({
  seed: z.string().max(50).default("acuse"),
  /** How many times faster than a real network; 1000 answers at once (tests). */
  speed: z.number().min(0.1).max(1000).default(1),
  /** Multiplies the share of failures; 0: everything arrives. */
  failures: z.number().min(0).max(10).default(1),
});
export type SimulatorConfig = z.infer<typeof simulatorConfig>;

export type Planned = { afterMs: number; receipt: Receipt };

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

/**
 * What the simulated network will say of a message, and when: delays by country, failures of every kind, receipts
 * repeated, out of order, missing, one for each part. Pure and seeded: the same message has the same fate every time.
 */
export function plan(
  message: { id: string; msisdn: string; country: string | null; segments: number },
  config: SimulatorConfig,
): Planned[] {
  const random = randomFrom(`${config.seed}|${message.msisdn}|${message.id.slice(-12)}`);
  const network = NETWORKS[message.country ?? ""] ?? NETWORKS[""]!;
  const sentAfter = 200 + random() * 1_200;
  const takes = network.median * 1000 * Math.exp(network.spread * gaussian(random));
  const failure = random() < network.failing * config.failures ? pick(FAILURES, random) : null;
  const silent = random() < 0.012 * Math.min(1, config.failures);
  const repeated = random() < 0.02;
  const reordered = random() < 0.01;

  const planned: Planned[] = [];
  for (const part of partsOf(message.segments)) {
    planned.push(said(message.id, part, "sent", "ACK/", reordered ? sentAfter + takes + 500 : sentAfter));
    if (!silent) {
      const afterMs = sentAfter + takes + part * 300;
      planned.push(said(message.id, part, failure ?? "delivered", `sub:001 dlvrd:${failure ? "000" : "001"}`, afterMs));
      if (repeated) planned.push(said(message.id, part, failure ?? "delivered", "again", afterMs + 4_000, ":again"));
    }
  }
  return planned.map(({ afterMs, receipt }) => ({ afterMs: Math.round(afterMs / config.speed), receipt }));
}

/** The simulated network reports each part of a long message by its number, and a short one as a whole (0). */
export const partsOf = (segments: number): number[] =>
  segments === 1 ? [0] : Array.from({ length: segments }, (_, index) => index + 1);

export type Failure = (typeof FAILURES)[number];

/** A receipt as the simulated network words it. `again`: the same said once more, as an event of its own. */
export function said(
  id: string,
  part: number,
  what: "sent" | "delivered" | Failure,
  text: string,
  afterMs: number,
  again = "",
): Planned {
  const failure = typeof what === "string" ? null : what;
  const meaning = typeof what === "string" ? what : what.meaning;
  const word = typeof what === "string" ? WORDS[what] : what.word;
  const receipt = {
    reference: id,
    key: `sim:${part}:${meaning}${again}`,
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

const WORDS = { sent: "ACCEPTD", delivered: "DELIVRD" } as const;

/** Numbers from 0 to 1 out of a seed (SHA-256 in counter mode: no state to share, no dependence on order). */
function randomFrom(seed: string): () => number {
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
const gaussian = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function pick(from: typeof FAILURES, random: () => number): Failure {
  let left = random() * from.reduce((sum, { weight }) => sum + weight, 0);
  for (const each of from) {
    left -= each.weight;
    if (left < 0) return each;
  }
  return from[0];
}
