import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/*
 * Which addresses may be called. A client writes them, so whatever is not the public internet could be a way into the
 * network we stand in: it is refused, unless the configuration names it.
 */

export type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** `10.0.0.0/8 fd00::/8`: networks by their prefix, or single addresses. @throws Error naming what cannot be read. */
export function readNetworks(text: string): Network[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  return words.map((word) => {
    if (ipaddr.isValidCIDR(word)) return ipaddr.parseCIDR(word);
    if (!ipaddr.isValid(word)) throw new Error(`${word} is neither an address nor a network such as 10.0.0.0/8`);
    const address = ipaddr.parse(word);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  });
}

/** Whether an address is of the public internet, or of a network that is allowed by name. */
export function mayCall(address: string, allowed: readonly Network[]): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address); // an IPv4 address in IPv6's clothes is what it carries
  if (parsed.range() === "unicast") return true;
  return allowed.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
}
