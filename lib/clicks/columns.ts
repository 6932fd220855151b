import { type SQL, sql } from "drizzle-orm";
import { campaigns, clicks, links, linkTargets, messages, texts } from "@/db/schema";
import { sentText } from "@/lib/messages/columns";
import type { ClickColumn, ClickQuery } from "./dataset";

/** Every column of the list in SQL: a column of the dataset that is missing here does not compile. */
export const expressions: Record<ClickColumn, SQL> = {
  at: sql`${clicks.at}`,
  msisdn: sql`${messages.msisdn}`,
  link: sql`${linkTargets.url}`,
  who: sql`case when ${clicks.robot} then 'robot' else 'person' end`,
  rule: sql`${clicks.rule}`,
  device: sql`${clicks.device}`,
  system: sql`${clicks.system}`,
  browser: sql`${clicks.browser}`,
  language: sql`${clicks.language}`,
  country: sql`${clicks.country}`,
  address: sql`${clicks.address}`,
  userAgent: sql`${clicks.userAgent}`,
  message: sql`${clicks.messageId}::text`,
  sentAt: sql`${clicks.sentAt}`,
  sender: sql`${messages.sender}`,
  text: sentText,
  campaign: sql`${campaigns.name}`,
  label: sql`${messages.label}`,
  subid: sql`${messages.subid}`,
};

/** What stands beside a visit, each under the name of its table; a later one may need an earlier one. */
const JOINS = {
  message: sql`join ${messages} on ${messages.accountId} = ${clicks.accountId}
    and ${messages.sentAt} = ${clicks.sentAt} and ${messages.id} = ${clicks.messageId}`,
  text: sql`join ${texts} on ${texts.accountId} = ${messages.accountId} and ${texts.id} = ${messages.textId}`,
  campaign: sql`left join ${campaigns} on ${campaigns.accountId} = ${messages.accountId}
    and ${campaigns.id} = ${messages.campaignId}`,
  link: sql`left join ${links} on ${links.accountId} = ${clicks.accountId} and ${links.code} = ${clicks.code}
    left join ${linkTargets} on ${linkTargets.accountId} = ${links.accountId}
      and ${linkTargets.id} = ${links.targetId}`,
};
type Join = keyof typeof JOINS;

type Needs<K extends string> = Partial<Record<K, readonly Join[]>>;
const OF_COLUMNS: Needs<ClickColumn> = {
  msisdn: ["message"],
  sender: ["message"],
  label: ["message"],
  subid: ["message"],
  text: ["message", "text"],
  campaign: ["message", "campaign"],
  link: ["link"],
};
const OF_FILTERS: Needs<keyof ClickQuery["filter"] & string> = {
  msisdn: ["message"],
  sender: ["message"],
  label: ["message"],
  subid: ["message"],
  campaign: ["message"],
  id: ["message"],
  link: ["link"],
  target: ["link"],
  since: ["message"],
  without: ["message", "link"],
  except: ["message", "link"],
};

/** The joins that these columns and filters need, and no other. */
export function joinsFor(columns: readonly ClickColumn[], filter: ClickQuery["filter"] = {}): SQL {
  const needed = new Set([
    ...columns.flatMap((key) => OF_COLUMNS[key] ?? []),
    ...(Object.keys(filter) as (keyof typeof filter)[]).flatMap((key) => OF_FILTERS[key] ?? []),
  ]);
  const joins = Object.entries(JOINS).filter(([name]) => needed.has(name as Join));
  return sql.join(
    joins.map(([, join]) => join),
    sql` `,
  );
}
