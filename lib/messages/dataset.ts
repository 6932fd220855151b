import { column } from "@/lib/dataset/column";
import { defineDataset, type QueryOf } from "@/lib/dataset/dataset";
import { choice, decimal, msisdn, reference, text, words } from "@/lib/dataset/field";
import { except, span } from "@/lib/dataset/report-fields";
import { ORIGINS } from "./origin";
import { REASONS } from "./reasons";
import { STATUSES } from "./status";

/** ISO: 1 is Monday. */
export const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
const isId = (value: string) => /^\d{1,9}$/.test(value);

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
    gateway: reference("gateway", { more: true, digits: 9 }),
    clicked: choice(["no", "person", "robot", "nobody"], { more: true }),
    origin: choice(ORIGINS, { more: true }),
    creditsFrom: decimal({ more: true }),
    creditsTo: decimal({ more: true }),
    receipt: choice(["none"], { several: false, hidden: true }),
    hour: words({ of: "hour", max: 2, pattern: /^(1?\d|2[0-3])$/, hidden: true }),
    weekday: choice(WEEKDAYS, { hidden: true }),
    delay: span(),
    processing: span(),
    without: choice(["country", "operator", "campaign", "label", "gateway", "reason"], { hidden: true }),
    except: except({
      country: (value) => /^[A-Z]{2}$/.test(value),
      operator: (value) => value.length <= 80,
      sender: (value) => value.length <= 15,
      campaign: isId,
      label: (value) => value.length <= 255,
      gateway: isId,
      reason: (value) => REASONS.some((reason) => reason === value),
    }),
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
    column("firstClickAt", "time", { group: "eachClick" }),
    column("lastClickAt", "time", { group: "eachClick" }),
    column("clickLinks", "text", { group: "eachClick" }),
    column("clickDevices", "text", { group: "eachClick" }),
    column("clickSystems", "text", { group: "eachClick" }),
    column("clickBrowsers", "text", { group: "eachClick" }),
    column("clickLanguages", "text", { group: "eachClick" }),
    column("clickCountries", "text", { group: "eachClick" }),
    column("clickAddresses", "text", { group: "eachClick" }),
  ],
});

export type MessageQuery = QueryOf<typeof messageDataset>;
export type MessageColumn = (typeof messageDataset.columns)[number]["key"];
