import { column } from "@/lib/dataset/column";
import { defineDataset, type QueryOf } from "@/lib/dataset/dataset";
import { choice, msisdn, reference, text, words } from "@/lib/dataset/field";
import { except, span } from "@/lib/dataset/report-fields";
import { WEEKDAYS } from "@/lib/messages/dataset";
import { RULES } from "./rules";

const isId = (value: string) => /^\d{1,9}$/.test(value);
const isWord = (value: string) => value.length <= 60;

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
    target: reference("target", { hidden: true }),
    hour: words({ of: "hour", max: 2, pattern: /^(1?\d|2[0-3])$/, hidden: true }),
    weekday: choice(WEEKDAYS, { hidden: true }),
    since: span(),
    without: choice(["target", "campaign", "country", "device", "system", "browser"], { hidden: true }),
    except: except({
      target: isId,
      campaign: isId,
      country: (value) => /^[A-Z]{2}$/.test(value),
      device: isWord,
      system: isWord,
      browser: isWord,
    }),
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
