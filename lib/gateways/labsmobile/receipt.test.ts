import { describe, expect, test } from "vitest";
import type { ErrorTable } from "@/lib/gateways/gateway";
import { fuzz, read, request, requestsOf } from "@/lib/gateways/testing";
import { labsmobileReceiver } from "./receiver";

const fixtures = requestsOf(new URL("./fixtures/acks.http", import.meta.url));

const ack = (said: Record<string, string>, errors: ErrorTable = {}, config: object = {}) => {
  const fields = { subid: "69a0b164a0e7b", msisdn: "34600000001", timestamp: "2026-02-26 12:00:00", ...said };
  const address = `/receipts/TOKEN?${new URLSearchParams(fields)}`;
  return read(labsmobileReceiver, request("GET", address), config, errors)[0]!;
};

describe("the documented calls", () => {
  test.each([
    ["gateway", "sent", null, "69a0b164a0e7b:34600000001", "2026-02-26T11:59:57.000Z"],
    ["operator", "sent", null, "69a0b164a0e7b:34600000001", "2026-02-26T11:59:58.000Z"],
    ["handset", "delivered", null, "69a0b164a0e7b:34600000001", "2026-02-26T12:00:00.000Z"],
    ["error", "expired", "expired", "69a0b164a0e7b:34600000002", "2026-03-01T12:00:00.000Z"],
  ])("%s", (name, meaning, reason, reference, at) => {
    const [receipt, ...more] = read(labsmobileReceiver, fixtures[name]!, { zone: "UTC" });
    expect(more).toEqual([]);
    expect(receipt).toMatchObject({ meaning, reason, reference, part: 0, refusal: false, occurredAt: new Date(at) });
  });

  test("are events of their own", () => {
    const keys = Object.values(fixtures).map((each) => read(labsmobileReceiver, each)[0]!.key);
    expect(new Set(keys).size).toBe(4);
    expect(Object.values(fixtures).map((each) => read(labsmobileReceiver, each)[0]!.key)).toEqual(keys);
  });
});

test.each([
  ["handset", "ok", "DELIVRD", "delivered", null, null],
  ["handset", "ok", "DELIVERED", "delivered", null, null],
  ["handset", "ok", "read", "delivered", null, null],
  ["HANDSET", "OK", "delivrd", "delivered", null, null],
  ["operator", "ok", "DELIVRD", "sent", null, null],
  ["error", "ko", "EXPIRED", "expired", "EXPIRED", "expired"],
  ["handset", "ko", "expired", "expired", "expired", "expired"],
  ["error", "ko", "REJECTD", "rejected", "REJECTD", "unknown"],
  ["error", "ko", "BLOCKED", "rejected", "BLOCKED", "blocked"],
  ["error", "ko", "UNDELIV", "non-deliverable", "UNDELIV", "unknown"],
  ["error", "ko", "UNKNOWN", "non-deliverable", "UNKNOWN", "unknown"],
  ["error", "ko", "", "non-deliverable", null, "unknown"],
  ["gateway", "ko", "whatever", "non-deliverable", "whatever", "unknown"],
  ["handset", "ok", "", null, null, null],
  ["handset", "ok", "UNDELIV", null, "UNDELIV", null],
  ["error", "ok", "EXPIRED", null, "EXPIRED", null],
  ["moon", "ok", "DELIVRD", null, "DELIVRD", null],
  ["handset", "", "DELIVRD", null, "DELIVRD", null],
])("%s, %s, %j", (acklevel, status, desc, meaning, code, reason) => {
  expect(ack({ acklevel, status, desc })).toMatchObject({ meaning, code, reason });
});

test("the gateway's own table comes first", () => {
  const errors = { UNDELIV: "absent", BLOCKED: "filtered" } as const;
  const reason = (desc: string) => ack({ acklevel: "error", status: "ko", desc }, errors).reason;
  expect(["UNDELIV", "BLOCKED", "EXPIRED"].map(reason)).toEqual(["absent", "filtered", "expired"]);
});

test("without a zone the time of arrival is taken, for LabsMobile does not say whose time it writes", () => {
  const sent = { acklevel: "gateway", status: "ok" };
  expect(ack(sent).occurredAt).toBeNull();
  expect(ack(sent, {}, { zone: "Europe/Madrid" }).occurredAt).toEqual(new Date("2026-02-26T11:00:00Z"));
  expect(ack({ ...sent, timestamp: "2026-12-24 12:00:00" }, {}, { zone: "UTC" }).occurredAt).toBeNull();
});

test("a number is the same with and without its plus; our own id needs none", () => {
  const sent = { acklevel: "gateway", status: "ok" };
  for (const msisdn of ["+34600000001", "0034600000001", " 34600000001"])
    expect(ack({ ...sent, msisdn }).reference).toBe("69a0b164a0e7b:34600000001");
  const subid = "019aafe6-1f2d-7c3a-8b1e-0123456789ab";
  expect(ack({ ...sent, subid }).reference).toBe(subid);
});

test("what is no ACK is told as such", () => {
  for (const missing of ["subid", "msisdn", "acklevel"])
    expect(() => ack({ acklevel: "gateway", status: "ok", [missing]: "" })).toThrow("no ACK of LabsMobile");
});

test("whatever is called, the answer is a sound receipt or says what is missing", () => {
  const fields = {
    acklevel: ["gateway", "operator", "handset", "error"],
    status: ["ok", "ko"],
    desc: ["DELIVRD", "BLOCKED", "failed", ""],
    subid: ["69a0b164a0e7b"],
    msisdn: ["34600000001"],
    timestamp: ["2026-02-26 12:00:00"],
  };
  expect(fuzz(labsmobileReceiver, fields, { zone: "Europe/Madrid" })).toBeGreaterThan(50);
});
