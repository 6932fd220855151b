import { describe, expect, test } from "vitest";
import type { ErrorTable } from "@/lib/gateways/gateway";
import { FORM, fuzz, read, request, requestsOf } from "@/lib/gateways/testing";
import { twilioReceiver } from "./receiver";

const fixtures = requestsOf(new URL("./fixtures/status-callbacks.http", import.meta.url));
const SID = "SM0b6e2697aae04182a9f5b5c7a8994c7f";
const config = { authToken: "12345" };

const posted = (said: Record<string, string>, errors: ErrorTable = {}, settings: object = config) => {
  const body = new URLSearchParams({ MessageSid: SID, ...said }).toString();
  return read(twilioReceiver, request("POST", "/receipts/TOKEN", body, FORM), settings, errors);
};

describe("status callbacks", () => {
  test.each([
    ["sent", "sent", false, null, null],
    ["delivered", "delivered", false, null, null],
    ["undelivered", "non-deliverable", false, "30005", "unknown_subscriber"],
    ["failed", "rejected", true, "21610", "blocked"],
  ])("%s", (name, meaning, refusal, code, reason) => {
    const [receipt, ...more] = read(twilioReceiver, fixtures[name]!, config);
    expect(more).toEqual([]);
    expect(receipt).toMatchObject({ reference: SID, part: 0, meaning, refusal, code, reason, occurredAt: null });
  });

  test("are events of their own by message and status", () => {
    const key = (status: string, more = {}) => posted({ MessageStatus: status, ...more })[0]!.key;
    expect(new Set(["sent", "delivered", "undelivered", "failed"].map((status) => key(status))).size).toBe(4);
    expect(key("sent", { To: "+1" })).toBe(key("sent", { To: "+2" }));
    expect(key("sent", { MessageSid: "SM2" })).not.toBe(key("sent"));
  });

  test("are answered without a body", () => {
    expect(twilioReceiver.answer(config)).toEqual({ status: 200, contentType: "text/plain", body: "" });
  });
});

test.each([
  ["accepted", "processed"],
  ["scheduled", "processed"],
  ["queued", "processed"],
  ["sending", "sent"],
  ["sent", "sent"],
  ["partially_delivered", "sent"],
  ["delivered", "delivered"],
  ["read", "delivered"],
])("%s is %s", (MessageStatus, meaning) => {
  expect(posted({ MessageStatus })).toMatchObject([{ meaning, code: null, reason: null, refusal: false }]);
});

test("cancelled is rejected for that reason, and was never sent", () => {
  expect(posted({ MessageStatus: "canceled" })).toMatchObject([
    { meaning: "rejected", refusal: true, reason: "cancelled", code: null },
  ]);
});

test("an inbound message is no receipt", () => {
  for (const SmsStatus of ["received", "receiving"]) expect(posted({ SmsStatus, Body: "STOP" })).toEqual([]);
});

test.each([
  ["30005", "non-deliverable", "unknown_subscriber"],
  ["30003", "non-deliverable", "absent"],
  ["30006", "non-deliverable", "invalid_number"],
  ["30008", "non-deliverable", "unknown"],
  ["30410", "non-deliverable", "temporary"],
  ["30004", "rejected", "blocked"],
  ["21610", "rejected", "blocked"],
  ["30007", "rejected", "filtered"],
  ["30034", "rejected", "filtered"],
  ["30036", "expired", "expired"],
  ["99999", "non-deliverable", "unknown"],
])("undelivered with %s is %s: %s", (ErrorCode, meaning, reason) => {
  expect(posted({ MessageStatus: "undelivered", ErrorCode })).toMatchObject([{ meaning, code: ErrorCode, reason }]);
});

test.each([
  ["21211", "invalid_number"],
  ["21635", "invalid_number"],
  ["21408", "account"],
  ["14107", "account"],
  ["30001", "temporary"],
  ["30036", "expired"],
  ["30018", "filtered"],
  ["", "unknown"],
])("failed with %j is rejected: %s", (ErrorCode, reason) => {
  const code = ErrorCode || null;
  expect(posted({ MessageStatus: "failed", ErrorCode })).toMatchObject([{ meaning: "rejected", code, reason }]);
});

test("the gateway's own table comes first, and says who refused", () => {
  const errors = { "30008": "blocked", "30007": "temporary" } as const;
  const said = (ErrorCode: string) => posted({ MessageStatus: "undelivered", ErrorCode }, errors)[0];
  expect(said("30008")).toMatchObject({ meaning: "rejected", reason: "blocked" });
  expect(said("30007")).toMatchObject({ meaning: "non-deliverable", reason: "temporary" });
});

test("a status that nobody documents has no meaning and is kept", () => {
  expect(posted({ MessageStatus: "teleported" })).toMatchObject([
    { meaning: null, code: "teleported", reason: null, text: "MessageStatus=teleported" },
  ]);
  expect(posted({ MessageStatus: "teleported", ErrorCode: "7" })).toMatchObject([{ meaning: null, code: "7" }]);
});

test("the older names are read where the newer are missing", () => {
  expect(posted({ MessageSid: "", SmsSid: "SM2", SmsStatus: "delivered" })).toMatchObject([
    { reference: "SM2", meaning: "delivered" },
  ]);
  expect(() => posted({ SmsSid: "SM2" })).toThrow("no status of Twilio");
});

test("the carrier's date counts only where its zone is known", () => {
  const said = { MessageStatus: "delivered", RawDlrDoneDate: "2611231201" };
  expect(posted(said)[0]!.occurredAt).toBeNull();
  expect(posted(said, {}, { ...config, zone: "Europe/Madrid" })[0]!.occurredAt).toEqual(
    new Date("2026-11-23T11:01:00Z"),
  );
});

test("a gateway without its token cannot be kept", () => {
  for (const none of [{}, { authToken: "" }]) expect(twilioReceiver.config.safeParse(none).success).toBe(false);
});

test("whatever is called, the answer is a sound receipt or says what is missing", () => {
  const fields = {
    MessageSid: [SID],
    MessageStatus: ["sent", "delivered", "undelivered", "failed", "canceled", "received"],
    ErrorCode: ["30005", "30007", "2", "failed"],
    RawDlrDoneDate: ["2611231201"],
  };
  expect(fuzz(twilioReceiver, fields, { ...config, zone: "Europe/Madrid" })).toBeGreaterThan(50);
});
