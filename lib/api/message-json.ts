import type { MessageDetail, MessageRow } from "@/lib/messages/queries";

/** A message of the list as programs get it: instants as ISO 8601 in UTC, credits as decimal text, keys as in the list. */
export const messageJson = (row: MessageRow): Record<string, unknown> => ({ ...row });

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
