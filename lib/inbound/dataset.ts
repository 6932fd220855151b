import { column } from "@/lib/dataset/column";
import { defineDataset, type QueryOf } from "@/lib/dataset/dataset";
import { choice, msisdn, reference, text } from "@/lib/dataset/field";

/** MONITORING - Inbound: texts that people sent to us. The whole definition of the list. */
export const inboundDataset = defineDataset({
  name: "inbound",
  period: "last30",
  sorts: ["received"],
  fields: {
    person: msisdn(),
    text: text({ max: 500 }),
    wish: choice(["out", "in", "none"]),
    ourNumber: text({ max: 40, more: true }),
    gateway: reference("gateway", { more: true, digits: 9 }),
  },
  columns: [
    column("received", "time", { standard: true }),
    column("person", "phone", { standard: true }),
    column("ourNumber", "code", { standard: true }),
    column("text", "text", { standard: true }),
    column("wish", "word", { words: "wish", standard: true }),
    column("keyword", "text"),
    column("match", "word", { words: "match" }),
    column("gateway", "text", { standard: true }),
    column("raw", "text"),
  ],
});

export type InboundQuery = QueryOf<typeof inboundDataset>;
export type InboundColumn = (typeof inboundDataset.columns)[number]["key"];
