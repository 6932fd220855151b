import { and, eq, type SQL, sql } from "drizzle-orm";
import { clicks, links, linkTargets, messages } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { anyOf, atHours, contains, equals, numbered, onWeekdays, otherThan, took, within } from "@/lib/dataset/sql";
import { named } from "@/lib/messages/named";
import type { ClickQuery } from "./dataset";

/**
 * Which visits a question is about: shared by the list, its totals and its files, so that they cannot differ. What the
 * filters look into is joined by `joinsFor`.
 */
export function matching(scope: Scope, { period, filter }: ClickQuery): SQL {
  const { who } = filter;
  return and(
    eq(clicks.accountId, scope.accountId),
    within(clicks.at, period, scope.zone),
    numbered(messages.msisdn, filter.msisdn),
    contains(linkTargets.url, filter.link),
    who?.length === 1 ? sql`${clicks.robot} = ${who[0] === "robot"}` : undefined,
    anyOf(messages.campaignId, filter.campaign),
    equals(messages.sender, filter.sender),
    anyOf(clicks.country, filter.country),
    anyOf(clicks.device, filter.device),
    anyOf(clicks.system, filter.system),
    anyOf(clicks.browser, filter.browser),
    anyOf(clicks.language, filter.language),
    anyOf(clicks.rule, filter.rule),
    equals(messages.label, filter.label),
    equals(messages.subid, filter.subid),
    named(filter.id, { sentAt: clicks.sentAt, id: clicks.messageId }),
    anyOf(links.targetId, filter.target),
    atHours(clicks.at, scope.zone, filter.hour),
    onWeekdays(clicks.at, scope.zone, filter.weekday),
    took(messages.confirmedAt, clicks.at, filter.since),
    ...(filter.without ?? []).map((of) => sql`${DIMENSIONS[of]} is null`),
    ...otherThan(DIMENSIONS, filter.except),
  )!;
}

/** What a report tells visits apart by. */
const DIMENSIONS = {
  target: links.targetId,
  campaign: messages.campaignId,
  country: clicks.country,
  device: clicks.device,
  system: clicks.system,
  browser: clicks.browser,
};
