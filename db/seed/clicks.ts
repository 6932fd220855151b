import type { clicks } from "@/db/schema";
import { type Description, describe } from "@/lib/clicks/describe";
import { RULES_VERSION, type Rule } from "@/lib/clicks/rules";
import { NETWORKS, PEOPLE, ROBOTS } from "@/lib/gateways/simulator/visitors";
import type { Message } from "@/lib/messages/change";
import { uuid7s } from "@/lib/messages/uuid7";
import type { Random } from "./random";

export type Click = typeof clicks.$inferSelect;

type Visitor = Description & { weight: number; userAgent: string; rule: Rule };

const describedAs =
  (rule: (userAgent: string) => Rule) =>
  ({ weight, userAgent }: { weight: number; userAgent: string }): Visitor => ({
    ...{ weight, userAgent, rule: rule(userAgent) },
    ...describe(userAgent, rule(userAgent)),
  });
const OURS = PEOPLE.map(describedAs(() => "person"));
const THEIRS = ROBOTS.map(describedAs((userAgent) => (userAgent === "" ? "empty-user-agent" : "user-agent")));

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
      address: `${random.pick(NETWORKS)}.${random.below(256)}.${random.below(256)}.0`,
      ...{ addressHash: null, userAgent, language, device, system, browser, country: message.country },
      ...{ robot: rule !== "person", rule, rulesVersion: RULES_VERSION },
    });
  };
  if (random.chance(0.07)) {
    const visitor = random.weighted(THEIRS);
    add(random.between(400, 4_000), visitor, null);
  }
  if (random.chance(clicking)) {
    const visitor = random.weighted(OURS);
    const afterMs = random.logNormal(22 * 60_000, 1.7);
    add(afterMs, visitor, "es-ES");
    if (random.chance(0.2)) add(afterMs + random.logNormal(2 * 3_600_000, 1.5), visitor, "es-ES");
  }
  return found.sort((one, other) => one.at.getTime() - other.at.getTime());
}
