import { expect, test } from "vitest";
import type { Message } from "@/lib/messages/change";
import { STATUSES, type Status } from "@/lib/messages/status";
import { ackOfChange, ackParameters } from "./ack";
import { readCallbackUrl, withParameters } from "./address";

const AT = new Date("2026-02-26T12:00:00.900Z");

function message(given: Partial<Message> = {}): Message {
  return {
    ...{ accountId: 1, sentAt: AT, id: "id", msisdn: "34600000001", country: "ES", operator: null, sender: "Shop" },
    ...{ textId: 1, parameters: null, status: "processed", reason: null, code: null, segments: 1, encoding: "gsm7" },
    ...{ cost: "1.0000", credits: "1.0000", campaignId: null, label: null, subid: "56fbab0586192", reference: null },
    ...{ gatewayId: 1, origin: "api", callbackTargetId: null, validUntil: null, handedAt: null, confirmedAt: null },
    ...{ updatedAt: AT, receipts: 0, clicks: 0, robotClicks: 0 },
    ...given,
  } as Message;
}
const change = (from: Partial<Message> | null, to: Partial<Message>) => ({
  before: from && message(from),
  after: message(to),
});
const told = (from: Partial<Message> | null, to: Partial<Message>) => {
  const word = ackOfChange(change(from, to));
  return word && [word.acklevel, word.status, word.desc].join("/");
};

test.each<[Status, string | null]>([
  ["processed", null],
  ["sent", "operator/ok/"],
  ["delivered", "handset/ok/DELIVRD"],
  ["expired", "error/ko/EXPIRED"],
  ["rejected", "error/ko/REJECTD"],
  ["non-deliverable", "error/ko/UNDELIV"],
  ["duplicate", null],
  ["test", null],
])("a message that becomes %s is told as %s", (status, said) => {
  expect(told({}, { status })).toBe(said);
});

test("what is handed over has reached the gateway, unless more is known already", () => {
  expect(told({}, { handedAt: AT })).toBe("gateway/ok/");
  expect(told({ status: "delivered" }, { status: "delivered", handedAt: AT })).toBeNull();
});

test("a recipient who is barred is told apart", () => {
  for (const reason of ["blocked", "blacklist"]) expect(told({}, { status: "rejected", reason })).toMatch(/BLOCKED/);
  expect(told(null, { status: "rejected", reason: "invalid_number" })).toBe("error/ko/REJECTD");
});

test("nothing is told that was told before, that takes something back, or of history that is imported", () => {
  for (const status of STATUSES) {
    expect(told({ status }, { status, clicks: 1 })).toBeNull();
    expect(told(null, { status, origin: "import" })).toBeNull();
  }
  expect(told({ status: "delivered" }, { status: "sent" })).toBeNull();
  expect(told({ status: "expired" }, { status: "delivered" })).toBe("handset/ok/DELIVRD");
  expect(told(null, { status: "sent" })).toBeNull();
});

test("the address is the documented one, to the letter", () => {
  const { after } = change({}, { status: "delivered", confirmedAt: AT, updatedAt: new Date(AT.getTime() + 9_000) });
  const parameters = ackParameters(ackOfChange(change({}, after))!, after);
  expect(withParameters("https://client.example/ack?token=x", parameters)).toBe(
    "https://client.example/ack?token=x&acklevel=handset&msisdn=34600000001&status=ok&desc=DELIVRD&subid=56fbab0586192&timestamp=2026-02-26%2012:00:00",
  );
});

test.each([
  ["https://a.example/", "https://a.example/?k=1%262"],
  ["https://a.example/?", "https://a.example/?k=1%262"],
  ["https://a.example/?x=1", "https://a.example/?x=1&k=1%262"],
  ["https://a.example/?x=1&", "https://a.example/?x=1&k=1%262"],
  ["https://a.example/p#there", "https://a.example/p?k=1%262"],
])("parameters are added to %s", (url, whole) => {
  expect(withParameters(url, { k: "1&2" })).toBe(whole);
});

test.each([
  "",
  "a.example",
  "ftp://a.example/",
  "javascript:alert(1)",
  "http://",
  `http://a.example/${"x".repeat(2_000)}`,
])("%s is no address", (text) => {
  expect(readCallbackUrl(text)).toBeNull();
});

test("an address is kept as it is called", () => {
  expect(readCallbackUrl(" HTTP://A.example/ä b ")).toBe("http://a.example/%C3%A4%20b");
  expect(withParameters("http://a/", { k: "\ud800" })).toBe("http://a/?k=%EF%BF%BD");
});
