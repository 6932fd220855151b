import { readReceipts } from "@/lib/api/receipts-request";
import { pushReceipts } from "@/lib/ingest/push-receipts";
import { json } from "../exchange";
import { keyed, readJson } from "./keyed";

/** `POST /api/v1/receipts`: what a gateway of one's own says of messages, answered after the commit. */
export const pushGatewayReceipts = keyed("receipts", async (scope, { body, receivedAt }) =>
  json(200, await pushReceipts(scope, readReceipts(readJson(body)), receivedAt)),
);
