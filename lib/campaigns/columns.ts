import { type SQL, sql } from "drizzle-orm";
import type { CampaignColumn, CampaignSort } from "./dataset";

const figure = (name: string) => sql.raw(`coalesce(outcomes.${name}, 0)`);

/** Every column of the list in SQL, over `campaigns` joined to `outcomes` and `texts`. */
export const expressions: Record<CampaignColumn, SQL> = {
  name: sql`campaigns.name`,
  sentAt: sql`campaigns.sent_at`,
  sender: sql`campaigns.sender`,
  recipients: sql`campaigns.recipients`,
  delivered: figure("delivered"),
  failed: figure("failed"),
  pending: figure("pending"),
  deliveredRate: sql`outcomes.delivered_rate`,
  clicked: figure("clicked"),
  clickRate: sql`outcomes.click_rate`,
  credits: figure("credits"),
  segments: figure("segments"),
  processed: figure("processed"),
  sent: figure("sent"),
  expired: figure("expired"),
  rejected: figure("rejected"),
  nonDeliverable: figure("non_deliverable"),
  duplicate: figure("duplicate"),
  test: figure("test"),
  clicks: figure("clicks"),
  robotClicks: figure("robot_clicks"),
  text: sql`texts.body`,
  label: sql`campaigns.label`,
  subid: sql`campaigns.subid`,
  origin: sql`campaigns.origin`,
  campaign: sql`campaigns.id::text`,
};

/** What each order goes by, largest first; a campaign without an outcome stands after all that have one. */
export const orders: Record<CampaignSort, SQL> = {
  sent: expressions.sentAt,
  recipients: expressions.recipients,
  delivered: expressions.delivered,
  deliveredRate: sql`coalesce(outcomes.delivered_rate, -1)`,
  failed: expressions.failed,
  clicked: expressions.clicked,
  credits: expressions.credits,
};
