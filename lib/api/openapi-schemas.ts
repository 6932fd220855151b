import { clickDataset } from "@/lib/clicks/dataset";
import { RULES } from "@/lib/clicks/rules";
import { messageDataset } from "@/lib/messages/dataset";
import { ORIGINS } from "@/lib/messages/origin";
import { REASONS } from "@/lib/messages/reasons";
import { STATUSES, VERDICTS } from "@/lib/messages/status";
import { instant, listOf, maybe, object, ref, rowOf, type Schema, text, whole } from "./openapi-parts";

const id = { type: "string", format: "uuid" } as const;
const yes = { type: "boolean" } as const;

const problem: Schema = object({ title: text, status: whole, detail: text });

const accepted: Schema = object({
  ...{ to: text, id, msisdn: text, status: { enum: STATUSES }, reason: maybe({ enum: REASONS }), country: maybe(text) },
  ...{ segments: whole, encoding: { enum: ["gsm7", "ucs2"] }, credits: text, reference: maybe(text), repeated: yes },
});

const receipt: Schema = object({
  ...{ key: text, part: whole, meaning: maybe({ enum: STATUSES }), verdict: { enum: VERDICTS }, code: maybe(text) },
  ...{ reason: maybe(text), occurredAt: maybe(instant), receivedAt: instant, repeats: whole, text, raw: maybe(text) },
});

const visit: Schema = object({
  ...{ at: instant, url: maybe(text), robot: yes, rule: { enum: RULES }, device: maybe(text), system: maybe(text) },
  ...{ browser: maybe(text), country: maybe(text), language: maybe(text) },
});

const named = maybe(object({ id: whole, name: text }));
const messageDetail: Schema = object({
  ...{ id, sentAt: instant, msisdn: text, country: maybe(text), operator: maybe(text), sender: text, text },
  ...{ status: { enum: STATUSES }, reason: maybe({ enum: REASONS }), code: maybe(text), segments: whole },
  ...{ encoding: { enum: ["gsm7", "ucs2"] }, cost: text, credits: text, label: maybe(text), subid: maybe(text) },
  ...{ reference: maybe(text), origin: { enum: ORIGINS }, validUntil: maybe(instant), handedAt: maybe(instant) },
  ...{ confirmedAt: maybe(instant), updatedAt: instant, robotClicks: whole, campaign: named, gateway: named },
  ...{ receipts: listOf(ref("Receipt")), clicks: listOf(ref("Visit")) },
});

const totals: Schema = object({
  messages: whole,
  byStatus: object(Object.fromEntries(STATUSES.map((status) => [status, whole]))),
  ...{ pending: whole, segments: whole, credits: text, clicks: whole, clickedMessages: whole, robotVisits: whole },
});
const campaign: Schema = object({
  ...{ id: whole, name: text, sentAt: instant, sender: text, subid: maybe(text), label: maybe(text) },
  ...{ origin: { enum: ORIGINS }, recipients: whole, totals },
});

/** What the calls speak of, by name. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  Problem: problem,
  Accepted: accepted,
  Message: rowOf(messageDataset.columns),
  MessageDetail: messageDetail,
  Receipt: receipt,
  Visit: visit,
  Click: rowOf(clickDataset.columns),
  Campaign: campaign,
};
