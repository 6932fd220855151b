import { column } from "@/lib/dataset/column";
import { defineDataset, type QueryOf } from "@/lib/dataset/dataset";
import { choice, decimal, msisdn, reference, text, words } from "@/lib/dataset/field";
import { ORIGINS } from "./origin";
import { REASONS } from "./reasons";
import { STATUSES } from "./status";

/** MONITORING - Messages: the whole definition of the list. A filter more is a line here and one in `matching()`. */
export const messageDataset = defineDataset({
  name: "messages",
  period: "last7",
  sorts: ["sent", "updated"],
  fields: {
    msisdn: msisdn(),
    sender: text({ max: 15 }),
    text: text({ max: 300 }),
    status: choice(STATUSES),
    country: words({ of: "country", max: 2, pattern: /^[A-Z]{2}$/ }),
    campaign: reference("campaign"),
    operator: words({ of: "operator", max: 80, more: true }),
    label: text({ max: 255, more: true }),
    subid: text({ max: 40, more: true }),
    id: text({ max: 100, more: true }),
    reason: choice(REASONS, { more: true }),
    gateway: reference("gateway", { more: true }),
    clicked: choice(["no", "person", "robot"], { more: true }),
    origin: choice(ORIGINS, { more: true }),
    creditsFrom: decimal({ more: true }),
    creditsTo: decimal({ more: true }),
    receipt: choice(["none"], { several: false, hidden: true }),
  },
  columns: [
    column("id", "code"),
    column("msisdn", "phone", { standard: true }),
    column("country", "word", { words: "country" }),
    column("operator", "text"),
    column("sender", "text", { standard: true }),
    column("text", "text", { standard: true }),
    column("credits", "decimal", { standard: true }),
    column("clicks", "integer", { standard: true }),
    column("robotClicks", "integer"),
    column("sentAt", "time", { standard: true }),
    column("status", "word", { words: "status", standard: true }),
    column("reason", "word", { words: "reason" }),
    column("code", "code"),
    column("handedAt", "time"),
    column("confirmedAt", "time"),
    column("updatedAt", "time", { standard: true }),
    column("segments", "integer"),
    column("encoding", "word", { words: "encoding" }),
    column("campaign", "text"),
    column("label", "text"),
    column("subid", "code"),
    column("reference", "code"),
    column("gateway", "text"),
    column("origin", "word", { words: "origin" }),
  ],
});

export type MessageQuery = QueryOf<typeof messageDataset>;
export type MessageColumn = (typeof messageDataset.columns)[number]["key"];
