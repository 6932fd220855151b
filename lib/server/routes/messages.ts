import { scopeOfBearer } from "@/lib/api/bearer";
import { readSendRequest } from "@/lib/api/send-request";
import { demand } from "@/lib/auth/scope";
import { invalid } from "@/lib/errors";
import type { RawRequest } from "@/lib/gateways/gateway";
import { acceptWithin } from "@/lib/ingest/accept-messages";
import { once } from "@/lib/ingest/once";
import { type Answer, json } from "../exchange";

/** `POST /api/v1/messages`: 202 with the fate of each message, after the commit. */
export async function sendMessages(request: RawRequest): Promise<Answer> {
  const scope = await scopeOfBearer(request.headers.authorization, request.address);
  demand(scope, "send");
  const sending = readSendRequest(readJson(request.body), "api");
  const now = request.receivedAt;
  const { answer, replayed } = await once(scope, request.headers["idempotency-key"], request.body, now, async (tx) => {
    const { subid, campaignId, messages } = await acceptWithin(tx, scope, sending, now);
    return { subid, campaignId, messages: messages.map((message, i) => ({ to: sending.messages[i]!.to, ...message })) };
  });
  return json(replayed ? 200 : 202, answer, replayed ? { "idempotency-replayed": "true" } : {});
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw invalid("The body is not JSON in UTF-8.");
  }
}
