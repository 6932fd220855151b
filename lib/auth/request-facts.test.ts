import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { ADDRESS_HEADER, addressOf, networkOf, PATH_HEADER, stampRequest } from "./request-facts";

const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers, url: "/settings?x=1" }) as unknown as IncomingMessage;
const forwarded = (value: string) => request("10.0.0.1", { "x-forwarded-for": value });

describe("the client's address", () => {
  it("is the socket's, whatever a client claims, while no proxy is trusted", () => {
    expect(addressOf(forwarded("203.0.113.7"), 0)).toBe("10.0.0.1");
    expect(addressOf(request("::ffff:192.0.2.1"), 0)).toBe("192.0.2.1");
  });

  it("is what the outermost of our own proxies saw, so that a claim in front of it counts for nothing", () => {
    expect(addressOf(forwarded("6.6.6.6, 203.0.113.7"), 1)).toBe("203.0.113.7");
    expect(addressOf(forwarded("6.6.6.6, 203.0.113.7, 10.0.0.2"), 2)).toBe("203.0.113.7");
    expect(addressOf(forwarded("203.0.113.7:4711"), 1)).toBe("203.0.113.7");
    expect(addressOf(forwarded("[2001:db8::7]:4711"), 1)).toBe("2001:db8::7");
  });

  it("is the socket's when the proxy said nothing", () => {
    expect(addressOf(request("10.0.0.1"), 1)).toBe("10.0.0.1");
    expect(addressOf(forwarded("203.0.113.7"), 3)).toBe("10.0.0.1");
  });

  it("is written over what a client sent under our names", () => {
    const spoofed = request("10.0.0.1", { [ADDRESS_HEADER]: "6.6.6.6", [PATH_HEADER]: "/elsewhere" });
    stampRequest(spoofed, 0);
    expect(spoofed.headers).toMatchObject({ [ADDRESS_HEADER]: "10.0.0.1", [PATH_HEADER]: "/settings?x=1" });
  });
});

describe("the network an address counts for", () => {
  it("is the address itself in IPv4 and the /64 in IPv6, however it is written", () => {
    expect(networkOf("203.0.113.7")).toBe("203.0.113.7");
    expect(networkOf("2001:db8:0:1:aaaa::1")).toBe("2001:db8:0:1::/64");
    expect(networkOf("2001:0DB8:0000:0001::2")).toBe("2001:db8:0:1::/64");
    expect(networkOf("2001:db8::1")).toBe("2001:db8:0:0::/64");
    expect(networkOf("::1")).toBe("0:0:0:0::/64");
    expect(networkOf("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
  });
});
