import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { FORM, JSON_TYPE, request, requestsOf } from "@/lib/gateways/testing";
import { SIGNATURE_METHODS } from "./config";
import { isSignedByVonage, sign } from "./signature";

const SECRET = "my_secret_key_for_testing";
const MESSAGE = {
  "message-timestamp": "2013-11-21 15:27:30",
  messageId: "020000001B0FE827",
  msisdn: "14843472194",
  text: "Test again",
  timestamp: "1385047698",
  to: "13239877404",
  type: "text",
};
const VECTORS = [
  ["md5hash", "d2e7b1dc968737c5998ad624e02f90b7"],
  ["md5", "DDEBD46008C2D4E93CCE578A332A52D5"],
  ["sha1", "27D0D05C2876C7CB1720DBCDBA4D492E1E55C09A"],
  ["sha256", "DDB8397C2B90AAC7F3882D306475C9A5058C92322EEF43C92B298B6E0FC0D330"],
] as const;
const AT = new Date(1385047698_000);

test.each(VECTORS)("public vector of %s, by GET, form and JSON", (method, sig) => {
  const fields = { ...MESSAGE, sig };
  const query = new URLSearchParams(fields).toString();
  const config = { signature: { secret: SECRET, method } };
  for (const signed of [
    request("GET", `/receipts/TOKEN?${query}`, "", {}, AT),
    request("POST", "/receipts/TOKEN?own=1", query, FORM, AT),
    request("POST", "/receipts/TOKEN?own=1", JSON.stringify(fields), JSON_TYPE, AT),
  ]) {
    expect(isSignedByVonage(signed, config)).toBe(true);
    expect(isSignedByVonage(signed, { signature: { secret: `${SECRET}x`, method } })).toBe(false);
    for (const other of SIGNATURE_METHODS.filter((each) => each !== method))
      expect(isSignedByVonage(signed, { signature: { secret: SECRET, method: other } })).toBe(false);
  }
});

test("SHA-512 is signed over the same text", () => {
  const text = "&a=1_2_3&b=x y";
  const expected = createHmac("sha512", SECRET).update(text).digest("hex");
  expect(sign(new URLSearchParams({ b: "x y", sig: "any", a: "1&2=3" }), SECRET, "sha512")).toBe(expected);
});

test("a signed receipt as a form", () => {
  const signed = requestsOf(new URL("./fixtures/receipts.http", import.meta.url))["rejected as a signed form"]!;
  const config = { signature: { secret: SECRET, method: "md5hash" } } as const;
  expect(isSignedByVonage({ ...signed, receivedAt: new Date(1540469429_000) }, config)).toBe(true);
});

describe("where a secret is set", () => {
  const config = { signature: { secret: SECRET, method: "sha256" } } as const;
  const signedAt = (timestamp: string, change: Record<string, string> = {}, receivedAt = AT) => {
    const fields = { ...MESSAGE, timestamp };
    const sig = sign(new URLSearchParams(fields), SECRET, "sha256");
    const query = new URLSearchParams({ ...fields, sig, ...change });
    return isSignedByVonage(request("GET", `/receipts/TOKEN?${query}`, "", {}, receivedAt), config);
  };

  test("a request may be five minutes old, or ahead, and not a second more", () => {
    const seconds = AT.getTime() / 1000;
    for (const apart of [-300, 0, 300]) expect(signedAt(String(seconds + apart))).toBe(true);
    for (const apart of [-301, 301, 86_400]) expect(signedAt(String(seconds + apart))).toBe(false);
    for (const odd of ["", "now", "1e9", `${seconds}.5`, `${seconds}000`]) expect(signedAt(odd)).toBe(false);
  });

  test("no field may be changed, added or left out, and the signature must be there", () => {
    const now = String(AT.getTime() / 1000);
    expect(signedAt(now, { text: "Test  again" })).toBe(false);
    expect(signedAt(now, { status: "delivered" })).toBe(false);
    expect(signedAt(now, { to: "" })).toBe(false);
    for (const sig of ["", "x", "0".repeat(64)]) expect(signedAt(now, { sig })).toBe(false);
    expect(isSignedByVonage(request("POST", "/receipts/TOKEN", "[]", JSON_TYPE, AT), config)).toBe(false);
  });
});

test("where none is set, nothing is asked", () => {
  expect(isSignedByVonage(request("GET", "/receipts/TOKEN?sig=x"), {})).toBe(true);
});
