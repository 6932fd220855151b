import { column } from "@/lib/dataset/column";
import { defineDataset, type QueryOf } from "@/lib/dataset/dataset";
import { choice, msisdn, reference, text, words } from "@/lib/dataset/field";
import { RULES } from "./rules";

/** MONITORING - Clicks: the whole definition of the list. Its period is of the visits, not of the messages. */
export const clickDataset = defineDataset({
  name: "clicks",
  period: "last7",
  sorts: ["at"],
  fields: {
    msisdn: msisdn(),
    link: text({ max: 500 }),
    who: choice(["person", "robot"]),
    campaign: reference("campaign"),
    sender: text({ max: 15 }),
    country: words({ of: "country", max: 2, pattern: /^[A-Z]{2}$/ }),
    device: words({ of: "device", max: 60, more: true }),
    system: words({ of: "system", max: 60, more: true }),
    browser: words({ of: "browser", max: 60, more: true }),
    language: words({ of: "language", max: 35, more: true }),
    rule: choice(RULES, { more: true }),
    label: text({ max: 255, more: true }),
    subid: text({ max: 40, more: true }),
    id: text({ max: 100, more: true }),
  },
  columns: [
    column("at", "time", { standard: true }),
    column("msisdn", "phone", { standard: true }),
    column("link", "code", { standard: true }),
    column("who", "word", { words: "who", standard: true }),
    column("rule", "word", { words: "rule" }),
    column("device", "text", { standard: true }),
    column("system", "text", { standard: true }),
    column("browser", "text", { standard: true }),
    column("language", "code"),
    column("country", "word", { words: "country", standard: true }),
    column("address", "code"),
    column("userAgent", "text"),
    column("message", "code"),
    column("sentAt", "time"),
    column("sender", "text"),
    column("text", "text"),
    column("campaign", "text"),
    column("label", "text"),
    column("subid", "code"),
  ],
});

export type ClickQuery = QueryOf<typeof clickDataset>;
export type ClickColumn = (typeof clickDataset.columns)[number]["key"];
