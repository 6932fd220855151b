import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { messages, texts } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import {
  anyOf,
  atHours,
  atLeast,
  atMost,
  equals,
  escapeLike,
  numbered,
  onWeekdays,
  otherThan,
  took,
  within,
} from "@/lib/dataset/sql";
import type { MessageQuery } from "./dataset";
import { named } from "./named";

/** A part of what matches: what stands beyond a cursor, in an order, up to a limit. SQL to stand behind a condition. */
export type Cut = { beyond: SQL; order: SQL };
const ALL: Cut = { beyond: sql``, order: sql`` };

/**
 * The rows a question is about, as a relation with the columns of `messages`: shared by the list, its totals, its files
 * and the API, so that they cannot differ. Whoever cuts it orders what he makes of it again.
 */
export function matchingRows(scope: Scope, { period, filter }: MessageQuery, cut: Cut = ALL): SQL {
  const rows = (also?: SQL) => {
    const own = eq(messages.accountId, scope.accountId);
    const condition = and(own, within(messages.sentAt, period, scope.zone), filtered(scope, filter), also)!;
    return sql`select * from ${messages} where ${condition} ${cut.beyond} ${cut.order}`;
  };
  return filter.text === undefined ? rows() : rowsWithText(scope, filter.text, rows, cut);
}

/** The filters that are conditions on the row itself: all but the text. */
export function filtered({ zone }: Scope, filter: MessageQuery["filter"]): SQL | undefined {
  return and(
    numbered(messages.msisdn, filter.msisdn),
    equals(messages.sender, filter.sender),
    anyOf(messages.status, filter.status),
    anyOf(messages.country, filter.country),
    anyOf(messages.campaignId, filter.campaign),
    anyOf(messages.operator, filter.operator),
    equals(messages.label, filter.label),
    equals(messages.subid, filter.subid),
    named(filter.id, messages),
    anyOf(messages.reason, filter.reason),
    anyOf(messages.gatewayId, filter.gateway),
    clicked(filter.clicked),
    anyOf(messages.origin, filter.origin),
    atLeast(messages.credits, filter.creditsFrom),
    atMost(messages.credits, filter.creditsTo),
    filter.receipt && sql`${messages.receipts} = 0`,
    atHours(messages.sentAt, zone, filter.hour),
    onWeekdays(messages.sentAt, zone, filter.weekday),
    took(messages.sentAt, messages.confirmedAt, filter.delay),
    took(messages.sentAt, messages.handedAt, filter.processing),
    ...(filter.without ?? []).map((of) => sql`${DIMENSIONS[of]} is null`),
    ...otherThan(DIMENSIONS, filter.except),
  );
}

/** What a report tells messages apart by. */
const DIMENSIONS = {
  country: messages.country,
  operator: messages.operator,
  sender: messages.sender,
  campaign: messages.campaignId,
  label: messages.label,
  gateway: messages.gatewayId,
  reason: messages.reason,
};

/** Up to so many texts are gone through one by one; of more, messages are met soon enough on the way. */
const FEW_TEXTS = 1_000;

/**
 * A text is stored once, so a search is one over the distinct texts; what was put into a template stands with its
 * message. Postgres cannot foresee how many messages a text has, and its guess is the wrong way round often enough to
 * take minutes: so the texts are looked for first, and their number decides. No row is in two of the three parts.
 */
function rowsWithText(scope: Scope, text: string, rows: (also: SQL) => SQL, cut: Cut): SQL {
  const containing = sql`${texts.accountId} = ${scope.accountId} and ${texts.body} ilike ${`%${escapeLike(text)}%`}`;
  const inText = sql`exists (select from ${texts} where ${containing} and ${texts.id} = ${messages.textId})`;
  return sql`
    with found as materialized (select id from ${texts} where ${containing} limit ${FEW_TEXTS + 1}),
    amount as materialized (select count(*) <= ${FEW_TEXTS} as few from found)
    select * from (
      (select messages.* from found, lateral (${rows(sql`${messages.textId} = found.id`)}) as messages
        where (select few from amount) ${cut.order})
      union all (${rows(sql`not (select few from amount) and ${inText}`)})
      union all (${rows(sql`${inParameters(text)} and not ${inText}`)})
    ) as messages ${cut.order}`;
}

/**
 * In a value that was put into the template. The index holds the values of a message as one JSON array: whatever is in
 * a value is in that too, escaped; the reverse is asked of the values themselves.
 */
function inParameters(text: string): SQL {
  const like = (wanted: string) => `%${escapeLike(wanted)}%`;
  const escaped = JSON.stringify(text).slice(1, -1);
  return sql`jsonb_path_query_array(${messages.parameters}, '$.*')::text ilike ${like(escaped)}
    and any_value_like(${messages.parameters}, ${like(text)})`;
}

function clicked(values: MessageQuery["filter"]["clicked"]): SQL | undefined {
  const meaning = {
    no: sql`(${messages.clicks} = 0 and ${messages.robotClicks} = 0)`,
    person: sql`${messages.clicks} > 0`,
    robot: sql`${messages.robotClicks} > 0`,
    // By no person; a robot may have come.
    nobody: sql`${messages.clicks} = 0`,
  };
  return values && or(...values.map((value) => meaning[value]));
}
