import type { Scope } from "@/lib/auth/scope";
import { scopeOfGateway } from "@/lib/auth/scope-of-gateway";
import { invalid, notFound } from "@/lib/errors";
import type { ErrorTable, RawRequest } from "@/lib/gateways/gateway";
import { readKannelReceipt } from "@/lib/gateways/kannel/receipt";
import { Batcher } from "@/lib/ingest/batcher";
import { noteReceipt, type Received, recordReceipts } from "@/lib/ingest/record-receipts";
import type { Answer } from "../exchange";

/** Receipts of one account are written together; each is answered after the commit it is in. */
export const receiptBatches = new Batcher<{ scope: Scope; received: Received }>(async (_, items) => {
  const { scope } = items[0]!;
  await recordReceipts(
    scope,
    items.map(({ received }) => received),
  );
  const last = items.at(-1)!.received;
  await noteReceipt(scope, last.gatewayId, last.receivedAt);
});

/**
 * `/receipts/TOKEN`: what a gateway says of our messages. Kannel counts only 200 and 202 as received, so it is 200 even
 * for a receipt whose message we do not know: that one is parked, and asking for it again would not help.
 */
export async function receiveReceipt(request: RawRequest, token: string): Promise<Answer> {
  const found = await scopeOfGateway(token);
  if (found?.gateway.kind !== "kannel") throw notFound("Receipt address");
  const { scope, gateway } = found;
  const receipt = readKannelReceipt(request, gateway.errors as ErrorTable);
  if ("unreadable" in receipt) throw invalid(receipt.unreadable);
  const raw = rawOf(request, token);
  await receiptBatches.add(scope.accountId, {
    scope,
    received: { gatewayId: gateway.id, receipt, raw, receivedAt: request.receivedAt },
  });
  return { status: 200, headers: { "content-type": "text/plain" }, body: "OK" };
}

const LONGEST_RAW = 8_000;

/** The request as it came, without the secret in its path: the timeline is shown to people who must not have it. */
function rawOf({ method, url, body }: RawRequest, token: string): string {
  const line = `${method} ${url.replace(token, "…")}`;
  const text = body.length > 0 ? `${line}\n\n${body.toString("utf8")}` : line;
  return text.replaceAll("\0", "�").slice(0, LONGEST_RAW);
}
