import { describe, expect, test } from "vitest";
import { FORM, JSON_TYPE, request, requestsOf } from "@/lib/gateways/testing";
import { isSignedByTwilio, sha256, sign } from "./signature";

const TOKEN = "12345";
const ADDRESS = "https://mycompany.com/myapp.php?foo=1&bar=2";
const call = { CallSid: "CA1234567890ABCDE", Digits: "1234", To: "+18005551212" };

describe("public vectors", () => {
  test.each<[string, string, Record<string, string | string[]>, string]>([
    ["twilio-node", ADDRESS, { ...call, Caller: "+14158675309", From: "+14158675309" }, "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
    [
      "Twilio's documentation",
      ADDRESS,
      { ...call, Caller: "+12349013030", From: "+12349013030" },
      "0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
    ],
    [
      "a repeated field",
      ADDRESS,
      { Sid: "CA123", SidAccount: "AC123", Digits: ["5678", "1234", "1234"] },
      "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
    ],
  ])("%s", (_, address, fields, expected) => {
    const form = new URLSearchParams(
      Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
    );
    expect(sign(TOKEN, address, form)).toBe(expected);
    const { pathname, search, origin } = new URL(address);
    const headers = { ...FORM, "x-twilio-signature": expected };
    const post = request("POST", pathname + search, form.toString(), headers);
    expect(isSignedByTwilio(post, TOKEN, origin)).toBe(true);
    expect(isSignedByTwilio(post, "12346", origin)).toBe(false);
  });

  test("a whole status callback of an SMS", () => {
    const { delivered } = requestsOf(new URL("./fixtures/status-callbacks.http", import.meta.url), "twilio");
    expect(delivered!.headers["x-twilio-signature"]).toBe("mTXRJzdRMJWbKiFxISj0/fsKW5s=");
    expect(isSignedByTwilio(delivered!, TOKEN, "https://sms.example.com/")).toBe(true);
  });

  test("the hash of a JSON body", () => {
    const body = Buffer.from('{"property": "value", "boolean": true}');
    expect(sha256(body)).toBe("0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620");
  });
});

const PATH = "/receipts/abc?gw=main&text=a%20b+c";
const FIELDS = "MessageSid=SM1&MessageStatus=sent&Body=+two++blanks+&Odd=%C3%B1%26";
const signed = (address: string, body = FIELDS) => ({
  ...FORM,
  "x-twilio-signature": sign(TOKEN, address, new URLSearchParams(body)),
});
const isRight = (publicUrl: string, headers: Record<string, string>, body = FIELDS, path = PATH) =>
  isSignedByTwilio(request("POST", path, body, headers), TOKEN, publicUrl);

test("the address is the configured one, with its port or without, whatever the headers say", () => {
  for (const address of ["https://sms.example.com", "https://sms.example.com:443"])
    expect(isRight("https://sms.example.com/", signed(address + PATH))).toBe(true);
  for (const address of ["https://sms.example.com", "https://sms.example.com:8443"])
    expect(isRight("https://sms.example.com:8443", signed(address + PATH))).toBe(true);
  expect(isRight("http://sms.example.com", signed(`http://sms.example.com:80${PATH}`))).toBe(true);
  const elsewhere = {
    ...signed(`https://evil.example${PATH}`),
    host: "evil.example",
    "x-forwarded-host": "evil.example",
  };
  expect(isRight("https://sms.example.com", elsewhere)).toBe(false);
  expect(isRight("https://sms.example.com", signed(`http://sms.example.com${PATH}`))).toBe(false);
});

test("not a byte of address, fields or body may differ", () => {
  const right = signed(`https://sms.example.com${PATH}`);
  const ours = "https://sms.example.com";
  expect(isRight(ours, right)).toBe(true);
  expect(isRight(ours, right, FIELDS.replaceAll("+", " ").trim())).toBe(true); // the same values, written otherwise
  expect(isRight(ours, right, FIELDS.replace("+two", "two"))).toBe(false);
  expect(isRight(ours, right, FIELDS.replace("sent", "delivered"))).toBe(false);
  expect(isRight(ours, right, `${FIELDS}&More=1`)).toBe(false);
  expect(isRight(ours, right, "")).toBe(false);
  expect(isRight(ours, right, FIELDS, PATH.replace("%20", "+"))).toBe(false);
  expect(isRight(ours, right, FIELDS, PATH.replace("&", "%26"))).toBe(false);
  for (const signature of ["", "x", right["x-twilio-signature"].toLowerCase()])
    expect(isRight(ours, { ...FORM, "x-twilio-signature": signature })).toBe(false);
  expect(isRight(ours, FORM)).toBe(false);
});

test("a body that is no form is right by its hash in the signed address", () => {
  const body = '{"MessageSid":"SM1","MessageStatus":"sent"}';
  const path = `/receipts/abc?bodySHA256=${sha256(Buffer.from(body))}`;
  const headers = {
    ...JSON_TYPE,
    "x-twilio-signature": sign(TOKEN, `https://sms.example.com${path}`, new URLSearchParams()),
  };
  const check = (given: string) => isRight("https://sms.example.com", headers, given, path);
  expect(check(body)).toBe(true);
  expect(check(body.replace("sent", "read"))).toBe(false);
  expect(check("")).toBe(false);
});
