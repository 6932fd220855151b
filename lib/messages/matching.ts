import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { messages } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { anyOf, atLeast, atMost, equals, escapeLike, startsWith, within } from "@/lib/dataset/sql";
import type { MessageQuery } from "./dataset";
import { instantOf } from "./uuid7";

/** Which rows a question is about: shared by the list, its totals, its files and the API, so that they cannot differ. */
export function matching(scope: Scope, { period, filter }: MessageQuery): SQL {
  return and(
    eq(messages.accountId, scope.accountId),
    within(messages.sentAt, period, scope.zone),
    filtered(scope, filter),
  )!;
}

/** The filters without the period, for edges of it. */
export function filtered(scope: Scope, filter: MessageQuery["filter"]): SQL | undefined {
  const { msisdn } = filter;
  return and(
    msisdn?.starts ? startsWith(messages.msisdn, msisdn.digits) : equals(messages.msisdn, msisdn?.digits),
    equals(messages.sender, filter.sender),
    carriesText(scope, filter.text),
    anyOf(messages.status, filter.status),
    anyOf(messages.country, filter.country),
    anyOf(messages.campaignId, filter.campaign),
    anyOf(messages.operator, filter.operator),
    equals(messages.label, filter.label),
    equals(messages.subid, filter.subid),
    named(filter.id),
    anyOf(messages.reason, filter.reason),
    anyOf(messages.gatewayId, filter.gateway),
    clicked(filter.clicked),
    anyOf(messages.origin, filter.origin),
    atLeast(messages.credits, filter.creditsFrom),
    atMost(messages.credits, filter.creditsTo),
    filter.receipt && sql`${messages.receipts} = 0`,
  );
}

/**
 * A text is stored once, so a search is one over the distinct texts. A template's message also matches by the values
 * put into it; only messages of templates are looked at for that.
 */
function carriesText(scope: Scope, value: string | undefined): SQL | undefined {
  if (value === undefined) return undefined;
  const pattern = `%${escapeLike(value)}%`;
  const containing = sql`array(select id from texts where account_id = ${scope.accountId} and body ilike ${pattern})`;
  const templated = sql`array(select id from texts where account_id = ${scope.accountId} and (body ilike ${pattern} or templated))`;
  return and(
    sql`${messages.textId} = any(${templated})`,
    or(
      sql`${messages.textId} = any(${containing})`,
      sql`exists (select from jsonb_each_text(${messages.parameters}) as given where given.value ilike ${pattern})`,
    ),
  );
}

/** Our id, or the client's own reference of the message. */
function named(value: string | undefined): SQL | undefined {
  if (value === undefined) return undefined;
  const sentAt = instantOf(value.toLowerCase());
  if (!sentAt) return sql`${messages.reference} = ${value}`;
  return sql`${messages.sentAt} = ${sentAt.toISOString()} and ${messages.id} = ${value.toLowerCase()}`;
}

function clicked(values: readonly ("no" | "person" | "robot")[] | undefined): SQL | undefined {
  const meaning = {
    no: sql`(${messages.clicks} = 0 and ${messages.robotClicks} = 0)`,
    person: sql`${messages.clicks} > 0`,
    robot: sql`${messages.robotClicks} > 0`,
  };
  return values && or(...values.map((value) => meaning[value]));
}
