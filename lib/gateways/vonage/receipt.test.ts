import { describe, expect, test } from "vitest";
import type { ErrorTable } from "@/lib/gateways/gateway";
import { FORM, fuzz, JSON_TYPE, read, request, requestsOf } from "@/lib/gateways/testing";
import { outcomeOf } from "@/lib/messages/status";
import { vonageReceiver } from "./receiver";

const fixtures = requestsOf(new URL("./fixtures/receipts.http", import.meta.url));
const ID = "0B00000127FDBC63";
const OURS = "019aafe6-1f2d-7c3a-8b1e-0123456789ab";

const received = (said: Record<string, string>, errors: ErrorTable = {}) => {
  const query = new URLSearchParams({ messageId: ID, scts: "1810251310", ...said });
  return read(vonageReceiver, request("GET", `/receipts/TOKEN?${query}`), {}, errors)[0]!;
};

describe("receipts of the SMS API", () => {
  test.each([
    ["delivered as JSON", "delivered", null, null],
    ["failed by GET", "non-deliverable", "2", "absent"],
    ["rejected as a signed form", "rejected", "6", "filtered"],
  ])("%s", (name, meaning, code, reason) => {
    const [receipt, ...more] = read(vonageReceiver, fixtures[name]!);
    expect(more).toEqual([]);
    expect(receipt).toMatchObject({ reference: ID, part: 0, meaning, refusal: false, code, reason });
    expect(receipt!.occurredAt).toEqual(new Date("2018-10-25T12:10:29Z"));
  });

  test("are the same event by GET, form and JSON", () => {
    const fields = { messageId: ID, status: "buffered", "err-code": "0", scts: "1810251310" };
    const query = new URLSearchParams(fields).toString();
    const keys = [
      request("GET", `/r?${query}`),
      request("POST", "/r", query, FORM),
      request("POST", "/r", JSON.stringify({ ...fields, "message-timestamp": "2018-10-25 13:10:29" }), JSON_TYPE),
    ].map((each) => read(vonageReceiver, each)[0]!.key);
    expect(new Set(keys).size).toBe(1);
    for (const other of [{ messageId: "X" }, { status: "failed" }, { "err-code": "1" }, { scts: "1810251311" }])
      expect(received({ ...fields, ...other }).key).not.toBe(keys[0]);
  });

  test("are none of an inbound message", () => {
    expect(read(vonageReceiver, fixtures["inbound message"]!)).toEqual([]);
  });
});

test.each([
  ["accepted", "sent", null],
  ["buffered", "sent", null],
  ["delivered", "delivered", null],
  ["Delivered", "delivered", null],
  ["expired", "expired", "expired"],
  ["failed", "non-deliverable", "unknown"],
  ["rejected", "rejected", "unknown"],
  ["unknown", null, null],
  ["teleported", null, null],
])("%s", (status, meaning, reason) => {
  const code = meaning === null ? status : null;
  expect(received({ status, "err-code": "0" })).toMatchObject({ meaning, reason, code });
});

test.each([
  ["1", "non-deliverable", "unknown"],
  ["2", "non-deliverable", "absent"],
  ["3", "non-deliverable", "unknown_subscriber"],
  ["4", "rejected", "blocked"],
  ["5", "non-deliverable", "temporary"],
  ["6", "rejected", "filtered"],
  ["7", "non-deliverable", "absent"],
  ["8", "non-deliverable", "temporary"],
  ["9", "rejected", "blocked"],
  ["10", "non-deliverable", "filtered"],
  ["11", "non-deliverable", "invalid_number"],
  ["12", "non-deliverable", "invalid_number"],
  ["13", "rejected", "blocked"],
  ["14", "rejected", "blocked"],
  ["15", "non-deliverable", "account"],
  ["16", "non-deliverable", "account"],
  ["50", "rejected", "filtered"],
  ["51", "rejected", "filtered"],
  ["52", "rejected", "filtered"],
  ["53", "rejected", "filtered"],
  ["54", "rejected", "filtered"],
  ["99", "non-deliverable", "temporary"],
  ["777", "non-deliverable", "unknown"],
])("failed with %s is %s: %s", (code, meaning, reason) => {
  expect(received({ status: "failed", "err-code": code })).toMatchObject({ meaning, code, reason });
});

test("the gateway's own table comes first", () => {
  const said = { status: "failed", "err-code": "2" };
  expect(received(said, { "002": "handset_full" }).reason).toBe("handset_full");
  expect(received({ ...said, status: "unknown" }, { "2": "blocked" })).toMatchObject({ meaning: null, code: "2" });
});

test("the zone of scts varies, so it dates nothing", () => {
  expect(received({ status: "delivered", scts: "1810251310" }).occurredAt).toBeNull();
});

describe("of a long message", () => {
  const part = (messageId: string, status: string) => received({ messageId, status, "client-ref": OURS });

  test("every part has its receipt, and all are ours by the reference we gave", () => {
    const [one, other] = [part("0B01", "delivered"), part("0B02", "failed")];
    expect([one.reference, other.reference]).toEqual([OURS, OURS]);
    expect(one.part).toBe(part("0B01", "buffered").part);
    expect(one.part).not.toBe(other.part);
    const evidence = [one, other].map((each) => ({ ...each, at: new Date() }));
    expect(outcomeOf(evidence).status).toBe("non-deliverable");
    expect(outcomeOf(evidence.slice(0, 1)).status).toBe("delivered");
  });

  test("numbers made of ids are seldom the same", () => {
    const ids = Array.from({ length: 1_000 }, (_, i) => `0B000001${i.toString(16).toUpperCase().padStart(8, "0")}`);
    const parts = new Set(ids.map((id) => part(id, "delivered").part));
    expect(parts.size).toBeGreaterThan(975);
    expect(Math.min(...parts)).toBeGreaterThan(0);
  });

  test("a reference that is not ours leaves the part to whoever knows Vonage's ids", () => {
    expect(received({ status: "delivered", "client-ref": "42" })).toMatchObject({ reference: ID, part: 0 });
  });
});

test("what is no receipt is told as such", () => {
  const nothing: Record<string, string>[] = [{ messageId: "", status: "delivered" }, { status: "" }];
  for (const missing of nothing) expect(() => received(missing)).toThrow("no delivery receipt");
});

test("a method without its secret cannot be kept", () => {
  const keep = (signature: object) => vonageReceiver.config.safeParse({ signature }).success;
  expect(keep({ secret: "x", method: "sha256" })).toBe(true);
  for (const wrong of [{}, { method: "sha256" }, { secret: "", method: "md5" }, { secret: "x", method: "rot13" }])
    expect(keep(wrong)).toBe(false);
});

test("whatever is called, the answer is a sound receipt or says what is missing", () => {
  const fields = {
    messageId: [ID],
    status: ["delivered", "failed", "rejected", "expired", "unknown"],
    "err-code": ["0", "2", "6", "failed"],
    scts: ["1810251310"],
    "message-timestamp": ["2018-10-25 12:10:29"],
    "client-ref": [OURS, "42"],
    timestamp: ["1795449013"],
    sig: ["d2e7b1dc968737c5998ad624e02f90b7"],
  };
  const signed = { signature: { secret: "x", method: "md5hash" } };
  expect(fuzz(vonageReceiver, fields, signed)).toBeGreaterThan(50);
});
