import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Surroundings } from "./call";
import { mayCall, readNetworks } from "./networks";

/* For the tests of callbacks. */

/** A client's server on loopback. @returns its address, without a slash at the end. */
export async function clientServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A network in which `hosts` have these addresses, and loopback may be called as if it were the internet. */
export function around(
  hosts: Readonly<Record<string, string[]>> = {},
  given: Partial<Surroundings> = {},
): Surroundings {
  const allowed = readNetworks("127.0.0.1");
  return {
    resolve: async (host) => {
      if (!hosts[host]) throw Object.assign(new Error(`no such host: ${host}`), { code: "ENOTFOUND" });
      return hosts[host];
    },
    mayCall: (address) => mayCall(address, allowed),
    timeoutMs: 30_000,
    ...given,
  };
}
