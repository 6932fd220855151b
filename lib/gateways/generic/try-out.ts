import type { ErrorTable, RawRequest, Receipt } from "@/lib/gateways/gateway";
import type { Unreadable } from "@/lib/gateways/receiver";
import type { GenericConfig } from "./config";
import { findReceipts } from "./receipt";

/** What would be made of an example; `unmapped`: the words in it that have no status in the settings. */
export type TriedOut = { receipts: Receipt[]; unmapped: string[] } | Unreadable;

/**
 * Shows what the settings read out of an example that somebody pasted: a JSON body, a form, a query, an address, or a
 * whole request with its headers.
 */
export function tryOut(
  config: GenericConfig,
  example: string,
  { errors = {}, now }: { errors?: ErrorTable; now: Date },
): TriedOut {
  const found = findReceipts(requestOf(example, now), config, errors);
  if ("unreadable" in found) return found;
  const unmapped = found.filter(({ receipt }) => receipt.meaning === null).map(({ word }) => word);
  return { receipts: found.map(({ receipt }) => receipt), unmapped: [...new Set(unmapped)] };
}

function requestOf(example: string, now: Date): RawRequest {
  const text = example.replaceAll("\r\n", "\n").trim();
  const [, method, address] = /^(GET|POST|PUT) (\S+)/.exec(text) ?? [];
  if (method && address) {
    const empty = text.indexOf("\n\n");
    return sent(method, address, empty < 0 ? "" : text.slice(empty).trim(), now);
  }
  if (/^(?:https?:\/\/|\/|\?)\S*$/.test(text)) return sent("GET", text, "", now);
  return sent("POST", "/", text, now);
}

/** What type the body has, its look tells. */
function sent(method: string, address: string, body: string, receivedAt: Date): RawRequest {
  const question = address.indexOf("?");
  const query = new URLSearchParams(question < 0 ? "" : address.slice(question + 1));
  return { method, url: address, query, headers: {}, body: Buffer.from(body), receivedAt, address: "" };
}
