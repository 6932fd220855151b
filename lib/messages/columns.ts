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
};

const JOINS: Partial<Record<MessageColumn, SQL>> = {
  text: sql`join ${texts} on ${texts.accountId} = ${messages.accountId} and ${texts.id} = ${messages.textId}`,
  campaign: sql`left join ${campaigns} on ${campaigns.accountId} = ${messages.accountId} and ${campaigns.id} = ${messages.campaignId}`,
  gateway: sql`left join ${gateways} on ${gateways.accountId} = ${messages.accountId} and ${gateways.id} = ${messages.gatewayId}`,
};

/** The joins that these columns need, and no other. */
export const joinsFor = (columns: readonly MessageColumn[]): SQL =>
  sql.join(
    columns.map((key) => JOINS[key]).filter((join) => join !== undefined),
    sql` `,
  );
