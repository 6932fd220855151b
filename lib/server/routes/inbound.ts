import { scopeOfGateway } from "@/lib/auth/scope-of-gateway";
import { AppError, invalid, notFound } from "@/lib/errors";
import type { RawRequest } from "@/lib/gateways/gateway";
import { inboundReaderOf } from "@/lib/gateways/inbound-readers";
import { receiverOf } from "@/lib/gateways/receivers";
import { recordInbound } from "@/lib/ingest/record-inbound";
import { publicUrl } from "@/lib/public-url";
import type { Answer } from "../exchange";
import { rawOf } from "../raw-of";

/**
 * `/inbound/TOKEN`: texts that people sent to us, in the words of the gateway's kind, with the token of its receipts.
 * Answered after the commit, as the kind expects; also a text that comes again.
 *
 * @throws AppError not-found · forbidden (a false signature) · invalid (nothing that could be kept).
 */
export async function receiveInbound(request: RawRequest, token: string): Promise<Answer> {
  const found = await scopeOfGateway(token);
  const [receiver, reader] = found ? [receiverOf(found.gateway.kind), inboundReaderOf(found.gateway.kind)] : [];
  if (!found || !receiver || !reader) throw notFound("Inbound address");
  const { scope, gateway } = found;
  const config = receiver.config.parse(gateway.config);
  if (!receiver.isGenuine(request, config, () => publicUrl("/")))
    throw new AppError("forbidden", "The request is not signed as the settings of this gateway ask.");
  const texts = reader.read(request, config);
  if ("unreadable" in texts) throw invalid(texts.unreadable);
  const { receivedAt } = request;
  await recordInbound(
    scope,
    texts.map(({ excerpt, ...inbound }) => {
      return { gatewayId: gateway.id, inbound, raw: rawOf(request, token, excerpt), receivedAt };
    }),
  );
  const { status, contentType, body } = reader.answer(config);
  return { status, headers: { "content-type": contentType }, body };
}
