import { createHmac } from "node:crypto";
import { isIP, isIPv4, isIPv6 } from "node:net";
import { installationSecret } from "@/lib/auth/secret";

/**
 * An address without the part that names a household: the /24 of IPv4, the /48 of IPv6 (`203.0.113.0`, `2001:db8:1::`).
 * @returns null for what is no address.
 */
export function shortenAddress(address: string): string | null {
  if (isIPv4(address)) return address.replace(/\d+$/, "0");
  if (!isIPv6(address)) return null;
  const groups = groupsOf(address).slice(0, 3);
  while (groups.at(-1) === 0) groups.pop();
  return `${groups.map((group) => group.toString(16)).join(":")}::`;
}

/** For an account that chose to keep them. @returns null for what is no address. */
export const wholeAddress = (address: string): string | null => (isIP(address) === 0 ? null : address);

/** The whole address under a key of the installation: tells two visitors apart while it is kept, and names none. */
export function hashAddress(key: Buffer, address: string): Buffer {
  return createHmac("sha256", key).update(address).digest().subarray(0, 16);
}

let known: Promise<Buffer> | undefined;

/** The key of `hashAddress`: made of the installation's secret, and good for nothing else. */
export function addressKey(): Promise<Buffer> {
  known ??= installationSecret().then(
    (secret) => createHmac("sha256", secret).update("addresses of visits").digest(),
    (error: unknown) => {
      known = undefined;
      throw error;
    },
  );
  return known;
}

/** The first four of the eight groups of an IPv6 address, where the network is. */
export function groupsOf(address: string): number[] {
  const [head = "", tail] = address.split("%", 1)[0]!.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail ? tail.split(":") : [];
  const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array<string>(gap).fill("0"), ...back].slice(0, 4).map((group) => Number.parseInt(group, 16));
}
