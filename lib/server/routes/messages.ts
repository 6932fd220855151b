import { readSendRequest } from "@/lib/api/send-request";
import { acceptWithin } from "@/lib/ingest/accept-messages";
import { once } from "@/lib/ingest/once";
import { json } from "../exchange";
import { keyed, readJson } from "./keyed";

/** `POST /api/v1/messages`: 202 with the fate of each message, after the commit. */
export const sendMessages = keyed("send", async (scope, { body, headers, receivedAt: now }) => {
  const sending = readSendRequest(readJson(body), "api");
  const { answer, replayed } = await once(scope, headers["idempotency-key"], body, now, async (tx) => {
    const { subid, campaignId, messages } = await acceptWithin(tx, scope, sending, now);
    return { subid, campaignId, messages: messages.map((message, i) => ({ to: sending.messages[i]!.to, ...message })) };
  });
  return json(replayed ? 200 : 202, answer, replayed ? { "idempotency-replayed": "true" } : {});
});
