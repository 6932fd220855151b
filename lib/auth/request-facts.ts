import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";

/**
 * What a page needs to know of its request and Next does not tell. The front door writes both over whatever a client
 * sent under these names.
 */
export const ADDRESS_HEADER = "x-acuse-address";
export const PATH_HEADER = "x-acuse-path";

/** Called by the front door for each request before Next sees it. */
export function stampRequest(request: IncomingMessage, trustedProxies: number): void {
  request.headers[ADDRESS_HEADER] = addressOf(request, trustedProxies);
  request.headers[PATH_HEADER] = request.url ?? "/";
}

/**
 * The client's address. X-Forwarded-For is anybody's claim except for what our own proxies appended, so with N of them
 * the Nth entry from the end counts, and without any only the socket does.
 */
export function addressOf(request: Pick<IncomingMessage, "headers" | "socket">, trustedProxies: number): string {
  const socket = bare(request.socket.remoteAddress ?? "");
  if (trustedProxies === 0) return socket;
  const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  return bare(forwarded.at(-trustedProxies) ?? "") || socket;
}

/** `::ffff:203.0.113.7` is the IPv4 address it carries; some proxies add the port. */
function bare(address: string): string {
  const text = address.trim().replace(/^\[([^\]]+)\](?::\d+)?$/, "$1");
  const withPort = /^(\d+(?:\.\d+){3}):\d+$/.exec(text);
  return withPort?.[1] ?? text.replace(/^::ffff:(?=\d+(?:\.\d+){3}$)/i, "");
}

/** Who guesses from IPv6 has a whole /64 at hand, so the network counts, not the address. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.toLowerCase().split("%")[0]!.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array<string>(gap).fill("0"), ...back].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}
