import { type SQL, sql } from "drizzle-orm";
import { campaigns, gateways, messages, texts } from "@/db/schema";
import type { MessageColumn } from "./dataset";

/** The text as it was sent; most have no parameters and skip the function. */
export const sentText = sql`case when ${messages.parameters} is null then ${texts.body} else render_text(${texts.body}, ${messages.parameters}) end`;

/** Every column of the list in SQL: a column of the dataset that is missing here does not compile. */
export const expressions: Record<MessageColumn, SQL> = {
  id: sql`${messages.id}::text`,
  msisdn: sql`${messages.msisdn}`,
  country: sql`${messages.country}`,
  operator: sql`${messages.operator}`,
  sender: sql`${messages.sender}`,
  text: sentText,
  credits: sql`${messages.credits}`,
  clicks: sql`${messages.clicks}`,
  robotClicks: sql`${messages.robotClicks}`,
  sentAt: sql`${messages.sentAt}`,
  status: sql`${messages.status}`,
  reason: sql`${messages.reason}`,
  code: sql`${messages.code}`,
  handedAt: sql`${messages.handedAt}`,
  confirmedAt: sql`${messages.confirmedAt}`,
  updatedAt: sql`${messages.updatedAt}`,
  segments: sql`${messages.segments}`,
  encoding: sql`${messages.encoding}`,
  campaign: sql`${campaigns.name}`,
  label: sql`${messages.label}`,
  subid: sql`${messages.subid}`,
  reference: sql`${messages.reference}`,
  gateway: sql`${gateways.name}`,
  origin: sql`${messages.origin}`,
  firstClickAt: sql`people.first_at`,
  lastClickAt: sql`people.last_at`,
  clickLinks: sql`people_links.urls`,
  clickDevices: sql`people.devices`,
  clickSystems: sql`people.systems`,
  clickBrowsers: sql`people.browsers`,
  clickLanguages: sql`people.languages`,
  clickCountries: sql`people.countries`,
  clickAddresses: sql`people.addresses`,
};

/*
 * What the people who clicked have in common, in one line: a message stays one row, so that figures add up. Looked up
 * row by row, through the key of the clicks, and only where somebody clicked.
 */
const distinct = (column: SQL) => sql`string_agg(distinct ${column}, ', ' order by ${column})`;
const ofPeople = sql`clicks.account_id = ${messages.accountId} and clicks.sent_at = ${messages.sentAt}
  and clicks.message_id = ${messages.id} and not clicks.robot and ${messages.clicks} > 0`;
const PEOPLE = sql`left join lateral (
  select min(at) as first_at, max(at) as last_at, ${distinct(sql`device`)} as devices,
    ${distinct(sql`system`)} as systems, ${distinct(sql`browser`)} as browsers, ${distinct(sql`language`)} as languages,
    ${distinct(sql`country`)} as countries, ${distinct(sql`address`)} as addresses
  from clicks where ${ofPeople}) as people on true`;
const LINKS = sql`left join lateral (
  select ${distinct(sql`link_targets.url`)} as urls from clicks
  join links on links.account_id = clicks.account_id and links.code = clicks.code
  join link_targets on link_targets.account_id = links.account_id and link_targets.id = links.target_id
  where ${ofPeople}) as people_links on true`;

const JOINS: Partial<Record<MessageColumn, SQL>> = {
  text: sql`join ${texts} on ${texts.accountId} = ${messages.accountId} and ${texts.id} = ${messages.textId}`,
  campaign: sql`left join ${campaigns} on ${campaigns.accountId} = ${messages.accountId} and ${campaigns.id} = ${messages.campaignId}`,
  clickLinks: LINKS,
  gateway: sql`left join ${gateways} on ${gateways.accountId} = ${messages.accountId} and ${gateways.id} = ${messages.gatewayId}`,
};

for (const key of ["firstClickAt", "lastClickAt", "clickDevices", "clickSystems", "clickBrowsers"] as const)
  JOINS[key] = PEOPLE;
for (const key of ["clickLanguages", "clickCountries", "clickAddresses"] as const) JOINS[key] = PEOPLE;

/** The joins that these columns need, each once, and no other. */
export const joinsFor = (columns: readonly MessageColumn[]): SQL =>
  sql.join([...new Set(columns.map((key) => JOINS[key]).filter((join) => join !== undefined))], sql` `);
