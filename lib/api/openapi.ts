import { clickDataset } from "@/lib/clicks/dataset";
import { OUTCOMES } from "@/lib/errors";
import { MOST_IMPORTED, MOST_MESSAGES, MOST_RECEIPTS } from "@/lib/ingest/limits";
import { messageDataset } from "@/lib/messages/dataset";
import { CAMPAIGN_SIZES } from "./campaigns";
import { importLine } from "./import-request";
import {
  body,
  faults,
  json,
  listOf,
  listParameters,
  maybe,
  needs,
  type Operation,
  object,
  PERIOD,
  query,
  ref,
  text,
  whole,
} from "./openapi-parts";
import { SCHEMAS } from "./openapi-schemas";
import { receiptsRequest } from "./receipts-request";
import { sendRequest } from "./send-request";

export type Method = "get" | "post";
type Paths = Readonly<Record<string, Partial<Record<Method, Operation>>>>;

export type OpenApi = ReturnType<typeof openApi>;

/** OpenAPI 3.1 of the native API, made of the very schemas and lists that validate and answer. */
export function openApi(server: string) {
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
    tags: [
      { name: "Messages" },
      { name: "Receipts" },
      { name: "Clicks" },
      { name: "Campaigns" },
      { name: "Description" },
    ],
    paths: PATHS,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "An API key of Settings → API keys." } },
      schemas: SCHEMAS,
      responses: Object.fromEntries(
        Object.entries(OUTCOMES).map(([outcome, status]) => [outcome, problemOf(outcome, status)]),
      ),
    },
  };
}

/** A key that asks too often is told when it may again, and with each answer how much is left. */
function problemOf(outcome: string, status: number) {
  const number = (description: string) => ({ description, schema: whole });
  const headers = {
    "Retry-After": number("Seconds"),
    "RateLimit-Limit": number("Requests a minute"),
    "RateLimit-Remaining": number("Of these, left"),
    "RateLimit-Reset": number("Seconds until they begin anew"),
  };
  return {
    description: `${status}: ${outcome}`,
    ...(outcome === "too-many" ? { headers } : {}),
    content: { "application/problem+json": { schema: ref("Problem") } },
  };
}

const next = maybe({ type: "string", description: "The address of the page that follows; null: this is the last." });

const PATHS: Paths = {
  "/api/v1/messages": {
    post: {
      operationId: "sendMessages",
      tags: ["Messages"],
      summary: "Send messages",
      description: `One recipient, one text to many, or many texts; at most ${MOST_MESSAGES} a request. Answered after the commit. ${needs("send")}`,
      parameters: [
        {
          ...{ name: "Idempotency-Key", in: "header", schema: { type: "string", maxLength: 255 } },
          description: "The same key again gives the same answer (200), and nothing is sent twice. Kept for two days.",
        },
      ],
      ...body(sendRequest, { to: "34600111222", text: "Hello", sender: "Shop", reference: "order-1" }),
      responses: {
        202: json(
          "The fate of each message, in the order of the request",
          object({ subid: text, campaignId: maybe(whole), messages: listOf(ref("Accepted")) }),
        ),
        ...faults("invalid", "no-credit", "conflict", "too-large"),
      },
    },
    get: {
      operationId: "listMessages",
      tags: ["Messages"],
      summary: "List messages",
      description: `The filters of MONITORING, newest first. ${needs("read")}`,
      parameters: listParameters(messageDataset),
      responses: { 200: json("A page", object({ messages: listOf(ref("Message")), next })), ...faults("invalid") },
    },
  },
  "/api/v1/messages/{id}": {
    get: {
      operationId: "getMessage",
      tags: ["Messages"],
      summary: "One message with its timeline and clicks",
      description: needs("read"),
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } }],
      responses: { 200: json("The message", ref("MessageDetail")), ...faults("not-found") },
    },
  },
  "/api/v1/messages/import": {
    post: {
      operationId: "importMessages",
      tags: ["Messages"],
      summary: "Import history",
      description: `NDJSON: a message with its outcome a line, at most ${MOST_IMPORTED}; all of it or nothing. Nobody is called back about it. ${needs("send")}`,
      ...body(
        importLine,
        { to: "34600111222", text: "Hello", sender: "Shop", sentAt: "2026-11-01T09:00:00Z", status: "delivered" },
        "application/x-ndjson",
      ),
      responses: {
        200: json("How many were added, and how many had been before", object({ imported: whole, repeated: whole })),
        ...faults("invalid", "too-large"),
      },
    },
  },
  "/api/v1/receipts": {
    post: {
      operationId: "pushReceipts",
      tags: ["Receipts"],
      summary: "Report what became of messages",
      description: `For a gateway of your own: one receipt, or up to ${MOST_RECEIPTS}. By the same rule as every other gateway's; repeated and out of order they do no harm. ${needs("receipts")}`,
      ...body(receiptsRequest, { reference: "order-1", status: "delivered", at: "2026-11-01T09:00:04Z" }),
      responses: {
        200: json(
          "How many were new, were known already, and wait for their message; and your references that no message has",
          object({ recorded: whole, repeated: whole, parked: whole, unknown: listOf(text) }),
        ),
        ...faults("invalid", "too-large"),
      },
    },
  },
  "/api/v1/clicks": {
    get: {
      operationId: "listClicks",
      tags: ["Clicks"],
      summary: "List visits to short links",
      description: `Of people and of robots, with the rule that told them apart; the filters of MONITORING - Clicks, newest first. ${needs("read")}`,
      parameters: listParameters(clickDataset),
      responses: { 200: json("A page", object({ clicks: listOf(ref("Click")), next })), ...faults("invalid") },
    },
  },
  "/api/v1/campaigns": {
    get: {
      operationId: "listCampaigns",
      tags: ["Campaigns"],
      summary: "List campaigns with their totals",
      description: `Newest first. ${needs("read")}`,
      parameters: [
        query("period", text, `${PERIOD}. Absent: all.`),
        query("size", { enum: CAMPAIGN_SIZES }),
        query("after", text, "The cursor inside `next`."),
      ],
      responses: { 200: json("A page", object({ campaigns: listOf(ref("Campaign")), next })), ...faults("invalid") },
    },
  },
  "/api/v1/campaigns/{id}": {
    get: {
      operationId: "getCampaign",
      tags: ["Campaigns"],
      summary: "One campaign with its totals",
      description: needs("read"),
      parameters: [{ name: "id", in: "path", required: true, schema: whole }],
      responses: { 200: json("The campaign", ref("Campaign")), ...faults("not-found") },
    },
  },
  "/api/v1/openapi.json": {
    get: {
      operationId: "describe",
      tags: ["Description"],
      summary: "This description",
      description: "Open to all.",
      security: [],
      responses: { 200: json("OpenAPI 3.1", { type: "object" }) },
    },
  },
};
