import type { RawRequest } from "@/lib/gateways/gateway";
import { storable } from "@/lib/gateways/reading/storable";

const LONGEST_RAW = 8_000;

/**
 * A request as it came, without the secret in its path: it is shown to people who must not have it.
 * @param excerpt the piece of it that one event is about.
 */
export function rawOf({ method, url, body }: RawRequest, token: string, excerpt = body.toString("utf8")): string {
  const line = `${method} ${url.replaceAll(token, "…")}`;
  return storable(excerpt === "" ? line : `${line}\n\n${excerpt}`, LONGEST_RAW);
}
