import { describe, expect, test } from "vitest";
import { ERROR_PRESETS } from "@/lib/gateways/error-presets";
import type { ErrorTable } from "@/lib/gateways/gateway";
import { FORM, fuzz, read, request, requestsOf } from "@/lib/gateways/testing";
import { jasminReceiver } from "./receiver";

const fixtures = requestsOf(new URL("./fixtures/receipts.http", import.meta.url));
const ID = "07033084-5cfd-4812-90a4-e4d24ffb6e3d";

const thrown = (said: Record<string, string>, errors: ErrorTable = {}, config: object = {}) => {
  const body = new URLSearchParams({ id: ID, level: "2", ...said }).toString();
  return read(jasminReceiver, request("POST", "/receipts/TOKEN", body, FORM), config, errors)[0]!;
};

describe("the thrower's calls", () => {
  test.each([
    ["accepted", "sent", false, null, null, null],
    ["refused", "rejected", true, "ESME_RINVDSTADR", "invalid_number", null],
    ["delivered", "delivered", false, null, null, "2026-11-23T11:01:00.000Z"],
    ["undelivered by GET", "non-deliverable", false, null, "unknown", null],
  ])("%s", (name, meaning, refusal, code, reason, at) => {
    const [receipt, ...more] = read(jasminReceiver, fixtures[name]!, { zone: "Europe/Madrid" });
    expect(more).toEqual([]);
    expect(receipt).toMatchObject({ reference: ID, part: 0, meaning, refusal, code, reason });
    expect(receipt!.occurredAt?.toISOString() ?? null).toBe(at);
  });

  test("are events of their own, the same when repeated", () => {
    const keys = () => Object.values(fixtures).map((each) => read(jasminReceiver, each)[0]!.key);
    expect(new Set(keys()).size).toBe(4);
    expect(keys()).toEqual(keys());
  });
});

test("answers what Jasmin waits for, to the letter", () => {
  expect(jasminReceiver.answer({})).toEqual({ status: 200, contentType: "text/plain", body: "ACK/Jasmin" });
});

test.each([
  ["DELIVRD", "delivered", null],
  ["EXPIRED", "expired", "expired"],
  ["DELETED", "non-deliverable", "cancelled"],
  ["UNDELIV", "non-deliverable", "unknown"],
  ["ACCEPTD", "sent", null],
  ["UNKNOWN", null, null],
  ["REJECTD", "rejected", "unknown"],
  ["BLOCKED", "rejected", "blocked"],
  ["ENROUTE", "sent", null],
  ["SCHEDLD", "processed", null],
  ["SKIPPED", "non-deliverable", "unknown"],
  ["delivrd", "delivered", null],
  ["FAILED", null, null],
  ["constructor", null, null],
])("a receipt that says %s", (message_status, meaning, reason) => {
  expect(thrown({ message_status })).toMatchObject({ meaning, reason, refusal: false });
});

test.each([
  ["ESME_RINVMSGLEN", "filtered"],
  ["ESME_RINVSRCADR", "filtered"],
  ["ESME_RPROHIBITED", "filtered"],
  ["ESME_RINVDSTADR", "invalid_number"],
  ["ESME_RINVDSTNPI", "invalid_number"],
  ["ESME_RX_R_APPN", "blocked"],
  ["ESME_RTHROTTLED", "temporary"],
  ["ESME_RX_T_APPN", "temporary"],
  ["ESME_RINVPASWD", "account"],
  ["ESME_RSUBMITFAIL", "unknown"],
  ["ESME_RX_P_APPN", "unknown"],
  ["ESME_RNOSUCHTHING", "unknown"],
  ["RESERVEDSTATUS_VENDOR_SPECIFIC", "unknown"],
])("a refusal at submit that says %s", (message_status, reason) => {
  const refused = { meaning: "rejected", refusal: true, code: message_status, reason, part: 0 };
  expect(thrown({ level: "1", message_status })).toMatchObject(refused);
  expect(thrown({ level: "2", message_status })).toMatchObject(refused); // as Jasmin's manual has it
});

test("the SMSC's own error is told by the gateway's table, and kept when it is not", () => {
  const told = (err: string, errors: ErrorTable) => {
    const { code, reason } = thrown({ message_status: "UNDELIV", err }, errors);
    return [code, reason];
  };
  const MAP = ERROR_PRESETS["MAP (3GPP 29.002)"];
  expect(told("001", MAP)).toEqual(["001", "unknown_subscriber"]);
  expect(told("001", {})).toEqual(["001", "unknown"]);
  expect(told("EC1", MAP)).toEqual(["EC1", "unknown"]);
  expect(told("000", MAP)).toEqual([null, "unknown"]);
  expect(told("ND", MAP)).toEqual([null, "unknown"]);
  const own = { ESME_RTHROTTLED: "account" } as const;
  expect(thrown({ level: "1", message_status: "ESME_RTHROTTLED" }, own).reason).toBe("account");
});

test("what has no meaning keeps its code or its word", () => {
  expect(thrown({ message_status: "UNKNOWN", err: "027" })).toMatchObject({ meaning: null, code: "027", reason: null });
  expect(thrown({ message_status: "STRANGE", err: "ND" })).toMatchObject({ meaning: null, code: "STRANGE" });
});

test("dates count only where their zone is known", () => {
  const delivered = { message_status: "DELIVRD", donedate: "261123120107" };
  expect(thrown(delivered).occurredAt).toBeNull();
  expect(thrown(delivered, {}, { zone: "UTC" }).occurredAt).toEqual(new Date("2026-11-23T12:01:07Z"));
});

test("the beginning of the message's text is not kept with the receipt", () => {
  expect(read(jasminReceiver, fixtures.delivered!)[0]!.text).toBe(
    "level=2 message_status=DELIVRD err=000 id_smsc=E999F21",
  );
});

test("our own id is ours in any case of its letters", () => {
  const id = "019AAFE6-1F2D-7C3A-8B1E-0123456789AB";
  expect(thrown({ id, message_status: "DELIVRD" }).reference).toBe(id.toLowerCase());
});

test("what is no receipt is told as such", () => {
  for (const missing of ["id", "message_status"])
    expect(() => thrown({ message_status: "DELIVRD", [missing]: "" })).toThrow("no receipt of Jasmin");
  const json = request("POST", "/receipts/TOKEN", "[]", { "content-type": "application/json" });
  expect(jasminReceiver.read(json, {}, {})).toEqual({ unreadable: expect.any(String) });
});

test("whatever is called, the answer is a sound receipt or says what is missing", () => {
  const fields = {
    id: [ID],
    level: ["1", "2"],
    message_status: ["DELIVRD", "UNDELIV", "ESME_ROK", "ESME_RINVDSTADR", "STRANGE"],
    err: ["027", "ND", "failed"],
    donedate: ["2611231201", "ND"],
  };
  expect(fuzz(jasminReceiver, fields, { zone: "Europe/Madrid" })).toBeGreaterThan(50);
});
