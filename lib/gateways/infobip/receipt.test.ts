import { describe, expect, test } from "vitest";
import type { ErrorTable } from "@/lib/gateways/gateway";
import { fuzz, JSON_TYPE, read, request, requestsOf } from "@/lib/gateways/testing";
import { infobipReceiver } from "./receiver";

const fixtures = requestsOf(new URL("./fixtures/reports.http", import.meta.url));

const post = (results: unknown, headers: Record<string, string> = {}) =>
  request("POST", "/receipts/TOKEN", JSON.stringify({ results }), { ...JSON_TYPE, ...headers });
const report = (groupId: unknown, id: unknown, errorId: unknown = 0, more: object = {}) => ({
  messageId: "MESSAGE-1",
  doneAt: "2019-11-09T16:00:03.000+0000",
  status: { groupId, id, name: `NAME_${id}` },
  error: { groupId: 0, id: errorId, name: "NO_ERROR" },
  ...more,
});
const reported = (groupId: unknown, id: unknown, errorId: unknown = 0, errors: ErrorTable = {}) =>
  read(infobipReceiver, post([report(groupId, id, errorId)]), {}, errors)[0]!;

describe("the documented reports", () => {
  test.each([
    ["delivered to handset", "MESSAGE-1", "delivered", null, null, "2019-11-09T16:00:03.000Z"],
    ["delivered to operator", "MESSAGE-1", "sent", null, null, "2019-11-09T16:00:02.000Z"],
    [
      "not delivered and expired",
      "MESSAGE-2",
      "non-deliverable",
      "1",
      "unknown_subscriber",
      "2019-11-09T16:00:05.000Z",
    ],
  ])("%s", (name, reference, meaning, code, reason, at) => {
    const [receipt] = read(infobipReceiver, fixtures[name]!);
    expect(receipt).toMatchObject({ reference, part: 0, meaning, refusal: false, code, reason });
    expect(receipt!.occurredAt).toEqual(new Date(at));
  });

  test("of several messages are as many receipts, each with its own piece of the request", () => {
    const [one, other, ...more] = read(infobipReceiver, fixtures["not delivered and expired"]!);
    expect(more).toEqual([]);
    expect(other).toMatchObject({ reference: "MESSAGE-3", meaning: "expired", code: "27", reason: "absent" });
    expect(other!.text).toBe("EXPIRED_EXPIRED: Message expired · EC_ABSENT_SUBSCRIBER: Absent Subscriber");
    expect(JSON.parse(one!.excerpt!).messageId).toBe("MESSAGE-2");
    expect(other!.excerpt).not.toContain("MESSAGE-2");
    expect(one!.key).not.toBe(other!.key);
  });

  test("of inbound messages are none", () => {
    expect(read(infobipReceiver, fixtures["inbound message"]!)).toEqual([]);
    expect(read(infobipReceiver, post([]))).toEqual([]);
  });

  test("are answered without a body", () => {
    expect(infobipReceiver.answer({})).toEqual({ status: 200, contentType: "text/plain", body: "" });
  });
});

describe("every documented status", () => {
  const rejected = [6, 8, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 51, 52, 87, 99, 100];
  test.each<[number, number[], string]>([
    [0, [0, 1, 7], "processed"],
    [1, [26], "processed"],
    [1, [3, 7, 1], "sent"],
    [2, [4], "rejected"],
    [2, [9, 31], "non-deliverable"],
    [3, [2], "sent"],
    [3, [5], "delivered"],
    [4, [15, 29, 22], "expired"],
    [4, [87], "rejected"],
    [5, rejected, "rejected"],
    [5, [23], "duplicate"],
  ])("of group %i: %j is %s", (groupId, ids, meaning) => {
    for (const id of ids) expect([id, reported(groupId, id).meaning]).toEqual([id, meaning]);
  });

  test.each([
    [0, "processed"],
    [1, "sent"],
    [2, "non-deliverable"],
    [3, "sent"],
    [4, "expired"],
    [5, "rejected"],
    [6, null],
    ["", null],
    [null, null],
  ])("unknown to us, of group %s, is %s", (groupId, meaning) => {
    expect(reported(groupId, 7777).meaning).toBe(meaning);
  });

  test("without an error tells its own reason", () => {
    const reason = (group: number, id: number) => reported(group, id).reason;
    expect([18, 10, 14, 8, 52, 11, 87, 6, 12, 17, 99].map((id) => reason(5, id))).toEqual([
      ...["unknown_subscriber", "blocked", "blocked", "invalid_number", "invalid_number", "filtered", "filtered"],
      ...["temporary", "account", "account", "unknown"],
    ]);
    expect([reason(4, 15), reason(4, 29), reason(4, 22), reason(2, 9), reason(5, 23)]).toEqual([
      ...["expired", "expired", "expired", "unknown", "duplicate"],
    ]);
  });

  test("of group 5 is a refusal of the platform, which cost nothing; the operator's was sent", () => {
    expect([reported(5, 12), reported(5, 23), reported(2, 4), reported(4, 87)].map(({ refusal }) => refusal)).toEqual([
      ...[true, true, false, false],
    ]);
  });
});

test.each([
  [1, "unknown_subscriber"],
  [3041, "unknown_subscriber"],
  [27, "absent"],
  [256, "handset_full"],
  [2052, "blocked"],
  [12, "invalid_number"],
  [563, "filtered"],
  [4104, "filtered"],
  [259, "temporary"],
  [262, "temporary"],
  [505, "temporary"],
  [1024, "temporary"],
  [1500, "temporary"],
  [1796, "temporary"],
  [1797, "unknown"],
  [4102, "temporary"],
  [811, "expired"],
  [581, "account"],
  [4100, "cancelled"],
  [255, "unknown"],
  [99999, "unknown"],
])("error %i is %s", (errorId, reason) => {
  expect(reported(2, 9, errorId)).toMatchObject({ meaning: "non-deliverable", code: String(errorId), reason });
});

test("an unknown error beside an expiry leaves it expired; error 5492 is a duplicate of any failure", () => {
  expect(reported(4, 15, 255)).toMatchObject({ meaning: "expired", code: "255", reason: "expired" });
  expect(reported(2, 9, 5492)).toMatchObject({ meaning: "duplicate", reason: "duplicate", refusal: true });
  expect(reported(3, 5, 5492)).toMatchObject({ meaning: "delivered", reason: null });
});

test("the gateway's own table comes first, also for a status without an error", () => {
  const errors = { "27": "handset_full", NAME_12: "no_credit" } as const;
  expect(reported(4, 15, 27, errors).reason).toBe("handset_full");
  expect(reported(5, 12, 0, errors)).toMatchObject({ code: "NAME_12", reason: "no_credit" });
});

test("what has no meaning keeps its code or its name", () => {
  expect(reported(9, 1)).toMatchObject({ meaning: null, code: "NAME_1", reason: null });
  expect(reported(9, 1, 31)).toMatchObject({ meaning: null, code: "31" });
});

test("our own id is found in the message id and in the data we sent along", () => {
  const id = "019aafe6-1f2d-7c3a-8b1e-0123456789ab";
  const reference = (more: object) => read(infobipReceiver, post([report(3, 5, 0, more)]))[0]!.reference;
  expect(reference({ messageId: id.toUpperCase() })).toBe(id);
  expect(reference({ callbackData: `ref=${id}` })).toBe(id);
  expect(reference({ callbackData: `shop=7&ref=${id}&x=1` })).toBe(id);
  expect(reference({ callbackData: id })).toBe(id);
  for (const callbackData of ["ref=42", "", `xref=${id}`, { ref: id }])
    expect(reference({ callbackData })).toBe("MESSAGE-1");
});

test("the same report has the same key, another instant, status or error another", () => {
  const key = (...given: Parameters<typeof report>) => read(infobipReceiver, post([report(...given)]))[0]!.key;
  const first = key(3, 5);
  expect(key(3, 5, 0, { to: "34", price: {} })).toBe(first);
  for (const other of [key(3, 2), key(3, 5, 1), key(3, 5, 0, { doneAt: "x" }), key(3, 5, 0, { messageId: "M2" })])
    expect(other).not.toBe(first);
});

test("a result that names no message does not take its neighbours along", () => {
  const results = [null, 1, {}, { status: {} }, { messageId: "M", status: 1 }, report(3, 5)];
  expect(read(infobipReceiver, post(results)).map(({ reference }) => reference)).toEqual(["MESSAGE-1"]);
});

test("what is no report, and more than can be taken at once, is told as such", () => {
  const unreadable = (body: string | Buffer) =>
    infobipReceiver.read(request("POST", "/receipts/TOKEN", body, JSON_TYPE), {}, {});
  for (const body of ["", "{}", "[]", "null", "<xml/>", '{"results":{}}', '{"results":[{"status":{}}]}'])
    expect([body, unreadable(body)]).toEqual([body, { unreadable: expect.any(String) }]);
  const many = (count: number) => unreadable(JSON.stringify({ results: Array(count).fill(report(3, 5)) }));
  expect(many(1_000)).toHaveLength(1_000);
  expect(many(1_001)).toEqual({ unreadable: expect.stringContaining("maxBucketSize") });
});

test("a name and a password are asked for only where they are set, and must be right", () => {
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
  const config = infobipReceiver.config.parse({ basic: { username: "acuse", password: "sésamo:1" } });
  const isGenuine = (headers: Record<string, string>) => infobipReceiver.isGenuine(post([], headers), config, () => "");
  expect(isGenuine(basic("acuse:sésamo:1"))).toBe(true);
  expect(isGenuine({ authorization: basic("acuse:sésamo:1").authorization.replace("Basic", "basic") })).toBe(true);
  for (const wrong of [
    {},
    { authorization: "Bearer x" },
    { authorization: "Basic" },
    basic("acuse:"),
    basic("acuse:sésamo"),
  ])
    expect(isGenuine(wrong)).toBe(false);
  expect(infobipReceiver.isGenuine(post([]), {}, () => "")).toBe(true);
  expect(infobipReceiver.config.safeParse({ basic: { username: "acuse" } }).success).toBe(false);
});

test("whatever is called, the answer is a sound receipt or says what is missing", () => {
  const fields = {
    messageId: ["MESSAGE-1"],
    doneAt: ["2019-11-09T16:00:03.000+0000"],
    callbackData: ["ref=42"],
    groupId: ["0", "1", "2", "3", "4", "5", "6"],
    id: ["2", "5", "9", "15", "23"],
    name: ["REJECTED_DND", "failed"],
    errorId: ["0", "1", "2", "27", "5492"],
  };
  const made = fuzz(infobipReceiver, fields, {}, ({ groupId, id, name, errorId, ...report }) => ({
    results: [{ ...report, status: { groupId, id, name }, error: { id: errorId } }, { status: { id } }, id],
  }));
  expect(made).toBeGreaterThan(50);
});
