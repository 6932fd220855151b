import type { Scope } from "@/lib/auth/scope";
import { scopeOfGateway } from "@/lib/auth/scope-of-gateway";
import { AppError, invalid, notFound } from "@/lib/errors";
import type { ErrorTable, RawRequest } from "@/lib/gateways/gateway";
import { receiverOf } from "@/lib/gateways/receivers";
import { Batcher } from "@/lib/ingest/batcher";
import { noteHeard } from "@/lib/ingest/heard";
import { type Received, recordReceipts } from "@/lib/ingest/record-receipts";
import { publicUrl } from "@/lib/public-url";
import type { Answer } from "../exchange";
import { rawOf } from "../raw-of";

/** Receipts of one account are written together; each is answered after the commit it is in. */
export const receiptBatches = new Batcher<{ scope: Scope; received: Received }>(async (_, items) => {
  const { scope } = items[0]!;
  await recordReceipts(
    scope,
    items.map(({ received }) => received),
  );
  for (const { received } of items) noteHeard(scope, received.gatewayId, received.receivedAt);
});

/**
 * `/receipts/TOKEN`: what a gateway says of our messages, in the words of its kind. It is answered as its kind expects
 * even when a message is not known to us: that receipt is parked, and asking for it again would not help.
 *
 * @throws AppError not-found · forbidden (a false signature) · invalid (nothing that could be kept) · unavailable.
 */
export async function receiveReceipt(request: RawRequest, token: string): Promise<Answer> {
  const found = await scopeOfGateway(token);
  const receiver = found && receiverOf(found.gateway.kind);
  if (!receiver) throw notFound("Receipt address");
  const { scope, gateway } = found;
  const config = receiver.config.parse(gateway.config);
  if (!receiver.isGenuine(request, config, () => publicUrl("/")))
    throw new AppError("forbidden", "The request is not signed as the settings of this gateway ask.");
  const receipts = receiver.read(request, config, gateway.errors as ErrorTable);
  if ("unreadable" in receipts) throw invalid(receipts.unreadable);
  await Promise.all(
    receipts.map(({ excerpt, ...receipt }) => {
      const raw = rawOf(request, token, excerpt);
      const received = { gatewayId: gateway.id, receipt, raw, receivedAt: request.receivedAt };
      return receiptBatches.add(scope.accountId, { scope, received });
    }),
  );
  const { status, contentType, body } = receiver.answer(config);
  return { status, headers: { "content-type": contentType }, body };
}
