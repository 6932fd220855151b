import { column } from "@/lib/dataset/column";
import { defineDataset, type QueryOf } from "@/lib/dataset/dataset";
import { choice, text } from "@/lib/dataset/field";
import { ORIGINS } from "@/lib/messages/origin";

/** running: messages of it are under way · ended: every one has its outcome. */
export const CAMPAIGN_STATES = ["running", "ended"] as const;

/** CAMPAIGNS: the whole definition of the list. Rates are shares of what has its outcome, in percent. */
export const campaignDataset = defineDataset({
  name: "campaigns",
  period: "last30",
  sorts: ["sent", "recipients", "delivered", "deliveredRate", "failed", "clicked", "credits"],
  places: {
    sent: "instant",
    recipients: "number",
    delivered: "number",
    deliveredRate: "number",
    failed: "number",
    clicked: "number",
    credits: "number",
  },
  fields: {
    name: text({ max: 255 }),
    sender: text({ max: 15 }),
    state: choice(CAMPAIGN_STATES),
    label: text({ max: 255 }),
    origin: choice(ORIGINS, { more: true }),
    archived: choice(["yes", "all"], { several: false, more: true }),
  },
  columns: [
    column("name", "text", { standard: true }),
    column("sentAt", "time", { standard: true }),
    column("sender", "text", { standard: true }),
    column("recipients", "integer", { standard: true }),
    column("delivered", "integer", { standard: true }),
    column("failed", "integer", { standard: true }),
    column("pending", "integer", { standard: true }),
    column("deliveredRate", "decimal", { unit: "%", standard: true }),
    column("clicked", "integer", { standard: true }),
    column("clickRate", "decimal", { unit: "%" }),
    column("credits", "decimal", { standard: true }),
    column("segments", "integer"),
    column("processed", "integer"),
    column("sent", "integer"),
    column("expired", "integer"),
    column("rejected", "integer"),
    column("nonDeliverable", "integer"),
    column("duplicate", "integer"),
    column("test", "integer"),
    column("clicks", "integer"),
    column("robotClicks", "integer"),
    column("text", "text"),
    column("label", "text"),
    column("subid", "code"),
    column("origin", "word", { words: "origin" }),
    column("campaign", "code"),
  ],
});

export type CampaignQuery = QueryOf<typeof campaignDataset>;
export type CampaignColumn = (typeof campaignDataset.columns)[number]["key"];
export type CampaignSort = (typeof campaignDataset.sorts)[number];
