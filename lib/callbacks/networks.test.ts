import { expect, test } from "vitest";
import { mayCall, readNetworks } from "./networks";

test.each(["8.8.8.8", "80.58.61.77", "2606:4700::1111", "2a02:9000::1", "::ffff:8.8.8.8"])(
  "%s may be called",
  (each) => {
    expect(mayCall(each, [])).toBe(true);
  },
);

const REFUSED = [
  ...["127.0.0.1", "127.255.0.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254"],
  ...["100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "239.1.1.1", "192.0.2.1", "198.18.0.1", "240.0.0.1"],
  ...["::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1", "fc00::1", "fd12::1", "fec0::1"],
  ...["ff02::1", "2001:db8::1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1", "100::1"],
];
test.each([...REFUSED, "localhost", "", "1.2.3", "0x7f.1", "8.8.8.8/8"])("%s may not be called", (each) => {
  expect(mayCall(each, [])).toBe(false);
});

test("networks that are named are allowed, and no others", () => {
  const allowed = readNetworks("10.20.0.0/16, 127.0.0.1 fd00::/8");
  for (const each of ["10.20.3.4", "127.0.0.1", "::ffff:127.0.0.1", "fd00::7"])
    expect([each, mayCall(each, allowed)]).toEqual([each, true]);
  for (const each of ["10.21.0.1", "127.0.0.2", "::1", "fc00::1"])
    expect([each, mayCall(each, allowed)]).toEqual([each, false]);
});

test.each(["10.0.0.0/33", "lan", "10.0.0.0/8;x"])("the network %s cannot be read", (text) => {
  expect(() => readNetworks(text)).toThrow(text.split(";")[0]);
});
