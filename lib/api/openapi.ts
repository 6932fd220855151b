import { z } from "zod";
import type { Field } from "@/lib/dataset/field";
import { MOST_DAYS, PRESETS } from "@/lib/dataset/period";
import { OUTCOMES } from "@/lib/errors";
import { MOST_IMPORTED, MOST_MESSAGES } from "@/lib/ingest/limits";
import { messageDataset } from "@/lib/messages/dataset";
import { REASONS } from "@/lib/messages/reasons";
import { STATUSES, VERDICTS } from "@/lib/messages/status";
import { importLine } from "./import-request";
import { sendRequest } from "./send-request";

/** OpenAPI 3.1 of the native API, made of the very schemas and lists that validate and answer. */
export function openApi(server: string): object {
  return {
    openapi: "3.1.0",
    info: {
      title: "Acuse",
      version: "1",
      description:
        "Messages in, outcomes out. Instants are ISO 8601 in UTC; credits are decimal texts; errors are application/problem+json.",
    },
    servers: [{ url: server }],
    security: [{ key: [] }],
    paths: {
      "/api/v1/messages": { post: SEND, get: LIST },
      "/api/v1/messages/{id}": { get: DETAIL },
      "/api/v1/messages/import": { post: IMPORT },
    },
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "An API key of Settings → API keys." } },
      schemas: { Problem: PROBLEM, Accepted: ACCEPTED, Message: MESSAGE, Receipt: RECEIPT },
      responses: Object.fromEntries(
        Object.entries(OUTCOMES).map(([outcome, status]) => [outcome, problemOf(`${status}: ${outcome}`)]),
      ),
    },
  };
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const answer = (description: string, schema: object) => ({ description, content: { "application/json": { schema } } });
const faults = (...outcomes: (keyof typeof OUTCOMES)[]) =>
  Object.fromEntries(outcomes.map((outcome) => [OUTCOMES[outcome], { $ref: `#/components/responses/${outcome}` }]));

function problemOf(description: string) {
  return { description, content: { "application/problem+json": { schema: ref("Problem") } } };
}

/** What a client may write: defaults are for us to fill in. */
const schemaOf = (schema: z.ZodType) => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return json;
};

const text = { type: "string" };
const maybe = (schema: object) => ({ anyOf: [schema, { type: "null" }] });
const instant = { type: "string", format: "date-time" };
const PROBLEM = { type: "object", properties: { title: text, status: { type: "integer" }, detail: text } };
const RECEIPT = {
  type: "object",
  properties: {
    ...{ key: text, part: { type: "integer" }, meaning: maybe({ enum: STATUSES }), verdict: { enum: VERDICTS } },
    ...{ code: maybe(text), reason: maybe(text), occurredAt: maybe(instant), receivedAt: instant },
    ...{ repeats: { type: "integer" }, text, raw: maybe(text) },
  },
};
const ACCEPTED = {
  type: "object",
  properties: {
    ...{ to: text, id: { type: "string", format: "uuid" }, msisdn: text, status: { enum: STATUSES } },
    ...{
      reason: maybe({ enum: REASONS }),
      country: maybe(text),
      segments: { type: "integer" },
      encoding: { enum: ["gsm7", "ucs2"] },
    },
    ...{ credits: text, reference: maybe(text), repeated: { type: "boolean" } },
  },
};

const KINDS = { integer: { type: "integer" }, time: instant } as Record<string, object>;
const MESSAGE = {
  type: "object",
  properties: Object.fromEntries(messageDataset.columns.map(({ key, kind }) => [key, maybe(KINDS[kind] ?? text)])),
};

const SEND = {
  summary: "Send messages",
  description: `One recipient, one text to many, or many texts; at most ${MOST_MESSAGES} a request. Answered after the commit.`,
  parameters: [{ name: "Idempotency-Key", in: "header", schema: { type: "string", maxLength: 255 } }],
  requestBody: { required: true, content: { "application/json": { schema: schemaOf(sendRequest) } } },
  responses: {
    202: answer("The fate of each message, in the order of the request", {
      type: "object",
      properties: {
        subid: text,
        campaignId: maybe({ type: "integer" }),
        messages: { type: "array", items: ref("Accepted") },
      },
    }),
    ...faults("invalid", "unauthenticated", "forbidden", "conflict", "too-large", "too-many", "unavailable"),
  },
};

const LIST = {
  summary: "List messages",
  description: "The filters of MONITORING, newest first. `next` is the address of the page that follows.",
  parameters: [
    parameter(
      "period",
      { type: "string" },
      `${Object.keys(PRESETS).join(", ")}, or from..to in days or minutes of the account's zone, at most ${MOST_DAYS} days`,
    ),
    ...Object.entries(messageDataset.fields).map(([name, field]) =>
      parameter(name, fieldSchema(field as Field<unknown>)),
    ),
    parameter(
      "fields",
      { type: "string" },
      `Comma-separated: ${messageDataset.columns.map(({ key }) => key).join(", ")}`,
    ),
    parameter("sort", { enum: messageDataset.sorts }),
    parameter("size", { enum: [50, 100, 200] }),
    parameter("after", { type: "string" }, "The cursor inside `next`"),
  ],
  responses: {
    200: answer("A page", {
      type: "object",
      properties: { messages: { type: "array", items: ref("Message") }, next: maybe(text) },
    }),
    ...faults("invalid", "unauthenticated", "forbidden", "unavailable"),
  },
};

function parameter(name: string, schema: object, description?: string) {
  return { name, in: "query", schema, ...(description ? { description } : {}) };
}

function fieldSchema({ input }: Field<unknown>): object {
  const value =
    input.kind === "choice"
      ? { enum: input.options }
      : input.kind === "text"
        ? { type: "string", maxLength: input.max }
        : text;
  return input.kind !== "text" && input.several ? { type: "array", items: value } : value;
}

const DETAIL = {
  summary: "One message with its timeline and clicks",
  parameters: [{ name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } }],
  responses: {
    200: answer("The message", {
      allOf: [ref("Message"), { type: "object", properties: { receipts: { type: "array", items: ref("Receipt") } } }],
    }),
    ...faults("unauthenticated", "forbidden", "not-found"),
  },
};

const IMPORT = {
  summary: "Import history",
  description: `NDJSON: a message with its outcome a line, at most ${MOST_IMPORTED}; all of it or nothing.`,
  requestBody: { required: true, content: { "application/x-ndjson": { schema: schemaOf(importLine) } } },
  responses: {
    200: answer("How many were added, and how many had been before", {
      type: "object",
      properties: { imported: { type: "integer" }, repeated: { type: "integer" } },
    }),
    ...faults("invalid", "unauthenticated", "forbidden", "too-large"),
  },
};
