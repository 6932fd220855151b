import { uuid7s } from "@/lib/messages/uuid7";
import { gaussian, type Planned, randomFrom, type Simulated, type SimulatorConfig } from "./network";

/** Who follows links in the simulator and in the sample data, and how often compared with the others of his kind. */
type Visitor = { weight: number; userAgent: string };

const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)";

export const PEOPLE: readonly Visitor[] = [
  { weight: 38, userAgent: `${ANDROID} Chrome/127.0.0.0 Mobile Safari/537.36` },
  { weight: 34, userAgent: `${PHONE} Version/18.7.2 Mobile/15E148 Safari/604.1` },
  { weight: 12, userAgent: `${ANDROID} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36` },
  { weight: 6, userAgent: `${PHONE} GSA/102.0.304944559 Mobile/15E148 Safari/604.1` },
  { weight: 3, userAgent: "Mozilla/5.0 (Android 9; Mobile; rv:78.0) Gecko/78.0 Firefox/78.0" },
];

export const ROBOTS: readonly Visitor[] = [
  { weight: 50, userAgent: `${ANDROID} Chrome/138.0.0.0 Mobile Safari/537.36 GoogleMessages/20.1` },
  {
    weight: 30,
    userAgent:
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
  },
  { weight: 12, userAgent: "WhatsApp/2.21.12.21 A" },
  { weight: 8, userAgent: "" },
];

/** First numbers of addresses that are given to people. */
export const NETWORKS = [79, 83, 88, 95, 176, 188] as const;

const ROBOT_SHARE = 0.07;
const PEOPLE_SHARE = 0.12;
const TWICE = 0.2;
/** Half of those who click do it within so long of the delivery. */
const MEDIAN_MS = 6 * 60_000;
/** Standard deviations of a delay's logarithm: nobody comes back after more than four days. */
const SLOWEST = 3;

/** A visit to come. The id is made now, so that it is recorded once however often that is tried. */
export type PlannedVisit = {
  afterMs: number;
  visit: { id: string; code: string; messageId: string; address: string; userAgent: string; language: string | null };
};

/**
 * Who will follow a message's link: robots at once when it is handed over, people some time after it has arrived.
 * Seeded as the receipts are.
 * @param said what the network will say: who got no message clicks on nothing.
 */
export function planVisits(
  message: Simulated,
  code: string,
  said: readonly Planned[],
  config: SimulatorConfig,
): PlannedVisit[] {
  const random = randomFrom(`${config.seed}|visits|${message.msisdn}|${message.id.slice(-12)}`);
  const share = (of: number) => random() < of * config.clicks;
  const visits: PlannedVisit[] = [];
  const address = `${NETWORKS[Math.floor(random() * NETWORKS.length)]}.${byte(random)}.${byte(random)}.${byte(random)}`;
  const add = (afterMs: number, { userAgent }: Visitor, language: string | null) => {
    const bytes = (size: number) => Buffer.from(Array.from({ length: size }, () => byte(random)));
    // The instant inside is no visit's; only the whole has to be the visit's own.
    const id = uuid7s(new Date(0), 1, bytes)[0]!;
    visits.push({ afterMs, visit: { id, code, messageId: message.id, address, userAgent, language } });
  };
  const [robot, person] = [share(ROBOT_SHARE), share(PEOPLE_SHARE)];
  if (robot) add((400 + 3_600 * random()) / config.speed, weighted(ROBOTS, random), null);
  const arrived = arrival(said);
  if (person && arrived !== null) {
    const who = weighted(PEOPLE, random);
    const read = () => Math.exp(1.5 * Math.min(gaussian(random), SLOWEST));
    const first = 5_000 + MEDIAN_MS * read();
    add(arrived + first / config.speed, who, "es-ES");
    if (random() < TWICE) add(arrived + (first + 10 * MEDIAN_MS * read()) / config.speed, who, "es-ES");
  }
  return visits.map((each) => ({ ...each, afterMs: Math.round(each.afterMs) }));
}

/** When the last part has arrived; null when one has not. */
function arrival(said: readonly Planned[]): number | null {
  const parts = new Set(said.map(({ receipt }) => receipt.part));
  const delivered = said.filter(({ receipt }) => receipt.meaning === "delivered");
  if (delivered.length === 0 || said.some(({ receipt }) => receipt.refusal)) return null;
  const arrived = new Set(delivered.map(({ receipt }) => receipt.part));
  return [...parts].every((part) => arrived.has(part) || part === 0)
    ? Math.max(...delivered.map(({ afterMs }) => afterMs))
    : null;
}

const byte = (random: () => number) => Math.floor(random() * 256);

function weighted(from: readonly Visitor[], random: () => number): Visitor {
  let left = random() * from.reduce((sum, { weight }) => sum + weight, 0);
  for (const each of from) {
    left -= each.weight;
    if (left < 0) return each;
  }
  return from[0]!;
}
