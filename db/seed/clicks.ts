import type { clicks } from "@/db/schema";
import { type Description, describe } from "@/lib/clicks/describe";
import { RULES_VERSION, type Rule } from "@/lib/clicks/rules";
import type { Message } from "@/lib/messages/change";
import { uuid7s } from "@/lib/messages/uuid7";
import type { Random } from "./random";

export type Click = typeof clicks.$inferSelect;

type Visitor = Description & { weight: number; userAgent: string; rule: Rule };

const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)";

const PEOPLE: readonly Visitor[] = [
  visitor(38, "person", `${ANDROID} Chrome/127.0.0.0 Mobile Safari/537.36`),
  visitor(34, "person", `${PHONE} Version/18.7.2 Mobile/15E148 Safari/604.1`),
  visitor(12, "person", `${ANDROID} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36`),
  visitor(6, "person", `${PHONE} GSA/102.0.304944559 Mobile/15E148 Safari/604.1`),
  visitor(3, "person", "Mozilla/5.0 (Android 9; Mobile; rv:78.0) Gecko/78.0 Firefox/78.0"),
];

const ROBOTS: readonly Visitor[] = [
  visitor(50, "user-agent", `${ANDROID} Chrome/138.0.0.0 Mobile Safari/537.36 GoogleMessages/20.1`),
  visitor(
    30,
    "user-agent",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
  ),
  visitor(12, "user-agent", "WhatsApp/2.21.12.21 A"),
  visitor(8, "empty-user-agent", ""),
];

function visitor(weight: number, rule: Rule, userAgent: string): Visitor {
  return { weight, rule, userAgent, ...describe(userAgent, rule) };
}

/**
 * Who follows the link of a message that arrived: previews within seconds, people when they come to it, some twice.
 *
 * @param clicking share of the people reached who follow it.
 * @returns in the order of time, none after `now`.
 */
export function clicksOf(random: Random, message: Message, code: string, clicking: number, now: Date): Click[] {
  const arrived = message.confirmedAt;
  if (message.status !== "delivered" || arrived === null) return [];
  const found: Click[] = [];
  const add = (afterMs: number, visitor: Visitor, language: string | null) => {
    const at = new Date(arrived.getTime() + Math.round(afterMs));
    if (at > now) return;
    const { userAgent, device, system, browser, rule } = visitor;
    found.push({
      ...{ accountId: message.accountId, sentAt: message.sentAt, messageId: message.id, at, code },
      id: uuid7s(at, 1, (size) => random.bytes(size))[0]!,
      address: `${random.pick([79, 83, 88, 95, 176, 188])}.${random.below(256)}.${random.below(256)}.0`,
      ...{ addressHash: null, userAgent, language, device, system, browser, country: message.country },
      ...{ robot: rule !== "person", rule, rulesVersion: RULES_VERSION },
    });
  };
  if (random.chance(0.07)) {
    const visitor = random.weighted(ROBOTS);
    add(random.between(400, 4_000), visitor, null);
  }
  if (random.chance(clicking)) {
    const visitor = random.weighted(PEOPLE);
    const afterMs = random.logNormal(22 * 60_000, 1.7);
    add(afterMs, visitor, "es-ES");
    if (random.chance(0.2)) add(afterMs + random.logNormal(2 * 3_600_000, 1.5), visitor, "es-ES");
  }
  return found.sort((one, other) => one.at.getTime() - other.at.getTime());
}
