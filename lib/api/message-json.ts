import type { MessageDetail } from "@/lib/messages/queries";

/** One message with everything known of it. */
export function detailJson({
  message,
  text,
  campaign,
  gateway,
  receipts,
  clicks,
}: MessageDetail): Record<string, unknown> {
  const {
    accountId: _,
    textId: _text,
    parameters: _parameters,
    callbackTargetId: _target,
    campaignId,
    gatewayId: _gateway,
    receipts: _count,
    clicks: _clicks,
    ...own
  } = message;
  return {
    ...own,
    text,
    campaign: campaign === null ? null : { id: campaignId, name: campaign },
    gateway: gateway && { id: gateway.id, name: gateway.name },
    receipts: receipts.map(
      ({ key, part, meaning, verdict, code, reason, occurredAt, receivedAt, text: said, repeats, raw }) => {
        return { key, part, meaning, verdict, code, reason, occurredAt, receivedAt, repeats, text: said, raw };
      },
    ),
    clicks: clicks.map(({ click: { at, robot, rule, device, system, browser, country, language }, url }) => {
      return { at, url, robot, rule, device, system, browser, country, language };
    }),
  };
}
