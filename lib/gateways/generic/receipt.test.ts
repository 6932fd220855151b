import { describe, expect, test } from "vitest";
import type { ErrorTable } from "@/lib/gateways/gateway";
import { FORM, fuzz, JSON_TYPE, read, request, requestsOf } from "@/lib/gateways/testing";
import { genericReceiver } from "./receiver";

const fixtures = requestsOf(new URL("./fixtures/receipts.http", import.meta.url));

/** Settings that would receive what each of these gateways documents. */
const GATEWAYS = {
  Plivo: {
    ...{ reference: "MessageUUID", status: "Status", code: "ErrorCode" },
    statuses: { queued: "processed", sent: "sent", delivered: "delivered", undelivered: "non-deliverable" },
  },
  Sinch: {
    ...{ reference: "batch_id", status: "status", code: "code", time: "operator_status_at" },
    statuses: { Dispatched: "sent", Delivered: "delivered", Expired: "expired", Failed: "non-deliverable" },
  },
  Bird: {
    ...{ reference: "id", status: "status", time: "statusDatetime" },
    statuses: { sent: "sent", delivered: "delivered", delivery_failed: "non-deliverable" },
  },
  Telnyx: {
    ...{ reference: "data.payload.id", status: "data.payload.to[].status", key: "data.id", time: "data.occurred_at" },
    statuses: { sent: "sent", delivered: "delivered", delivery_failed: "non-deliverable" },
  },
  ClickSend: {
    ...{ reference: "message_id", status: "status_code", code: "error_code", time: "timestamp" },
    statuses: { 200: "sent", 201: "delivered", 301: "non-deliverable" },
  },
};

const SIMPLE = {
  ...{ reference: "id", status: "status", code: "code", time: "time", part: "part" },
  statuses: { ok: "delivered", bad: "non-deliverable", Late: "expired", twice: "duplicate", going: "sent" },
};
const received = (said: Record<string, string>, more: object = {}, errors: ErrorTable = {}) => {
  const query = new URLSearchParams({ id: "M1", ...said });
  return read(genericReceiver, request("GET", `/r?${query}`), { ...SIMPLE, ...more }, errors)[0]!;
};

describe("gateways that have no receiver of their own", () => {
  test.each<[keyof typeof GATEWAYS, string, string, string | null, string | null]>([
    ["Plivo", "db3ce55a-7f1d-11e1-8ea7-1231380bc196", "non-deliverable", "absent", null],
    ["Sinch", "01JHFFHQ0P99JPPNQPJDV7JTBP", "delivered", null, "2025-01-13T09:22:00Z"],
    ["Bird", "0e7bb8b5", "delivered", null, "2023-07-28T17:57:12Z"],
    ["Telnyx", "4031927a-8f1d-4a3c-9d3f-2b1e5a6c7d80", "delivered", null, "2026-11-23T12:00:01Z"],
    ["ClickSend", "A0B1C2D3", "delivered", null, "2026-11-23T15:50:07Z"],
  ])("%s", (name, reference, meaning, reason, at) => {
    const [receipt, ...more] = read(genericReceiver, fixtures[name]!, GATEWAYS[name], { "80": "absent" });
    expect(more).toEqual([]);
    expect(receipt).toMatchObject({ reference, part: 0, meaning, reason, refusal: false });
    expect(receipt!.occurredAt).toEqual(at && new Date(at));
  });
});

describe("several at once", () => {
  const config = {
    ...{ reference: "results[].id", part: "results[].parts[].n", status: "results[].parts[].state.word" },
    ...{ code: "results[].parts[].state.why", key: "batch" },
    statuses: { delivered: "delivered", failed: "non-deliverable", expired: "expired" },
  };
  const receipts = read(genericReceiver, fixtures["several at once"]!, config, { "no route": "temporary" });

  test("are as many receipts; what names no message is left out", () => {
    expect(receipts.map(({ reference, part, meaning, reason }) => [reference, part, meaning, reason])).toEqual([
      ["A", 1, "delivered", null],
      ["A", 2, "non-deliverable", "temporary"],
      ["B", 1, "expired", "expired"],
    ]);
  });

  test("keep each its own piece of the request", () => {
    expect(receipts[1]!.excerpt).toBe('{"n":2,"state":{"word":"FAILED","why":"no route"}}');
    expect(receipts[1]!.text).toContain("results[].parts[].state.why=no route");
  });

  test("a thousand, and no more", () => {
    const many = (count: number) =>
      genericReceiver.read(
        request("POST", "/r", JSON.stringify(Array(count).fill({ id: 1, s: "x" })), JSON_TYPE),
        genericReceiver.config.parse({ reference: "[].id", status: "[].s", statuses: {} }),
        {},
      );
    expect(many(1_000)).toHaveLength(1_000);
    expect(many(1_001)).toEqual({ unreadable: expect.stringContaining("1000") });
  });
});

test("words are known in any case of their letters; others change nothing and are kept", () => {
  expect(received({ status: "OK" })).toMatchObject({ meaning: "delivered", code: null, reason: null });
  expect(received({ status: " late " })).toMatchObject({ meaning: "expired", code: "late", reason: "expired" });
  expect(received({ status: "twice" })).toMatchObject({ meaning: "duplicate", refusal: true, reason: "duplicate" });
  for (const status of ["teleported", "constructor", "__proto__"])
    expect(received({ status })).toMatchObject({ meaning: null, code: status, reason: null });
});

test("a failure's reason is in the gateway's own table, by its code or its word", () => {
  const errors = { "21": "absent", bad: "blocked" } as const;
  expect(received({ status: "bad", code: "21" }, {}, errors)).toMatchObject({ code: "21", reason: "absent" });
  expect(received({ status: "bad", code: "22" }, {}, errors)).toMatchObject({ code: "22", reason: "blocked" });
  expect(received({ status: "bad", code: "000" }, {}, errors)).toMatchObject({ code: "bad", reason: "blocked" });
  expect(received({ status: "bad", code: "22" })).toMatchObject({ code: "22", reason: "unknown" });
});

test("times are read with their offset, as unix time, or in the zone that is set", () => {
  const at = (time: string, more = {}) => received({ status: "ok", time }, more).occurredAt?.toISOString() ?? null;
  expect(at("2026-11-23T12:00:00+0100")).toBe("2026-11-23T11:00:00.000Z");
  expect(at("1795449007")).toBe("2026-11-23T15:50:07.000Z");
  expect(at("1795449007123")).toBe("2026-11-23T15:50:07.123Z");
  expect(at("2026-11-23 12:00:00")).toBeNull();
  expect(at("2026-11-23 12:00:00", { zone: "Europe/Madrid" })).toBe("2026-11-23T11:00:00.000Z");
  expect(at("soon", { zone: "Europe/Madrid" })).toBeNull();
});

test("a part is a small number, else the message as a whole", () => {
  const part = (text: string) => received({ status: "ok", part: text }).part;
  expect(["1", "12", "9999", "10000", "-1", "1.5", "x", ""].map(part)).toEqual([1, 12, 9999, 0, 0, 0, 0, 0]);
});

test("the event is named by its field where there is one, else by all that is said", () => {
  const key = (said: object, more: object = {}) => received({ status: "ok", ...said }, more).key;
  const named = { key: "event" };
  expect(key({ event: "e1", code: "1" }, named)).toBe(key({ event: "e1", code: "2", status: "bad" }, named));
  expect(key({ event: "e1" }, named)).not.toBe(key({ event: "e2" }, named));
  expect(key({ event: "e1" }, named)).not.toBe(key({ event: "e1", id: "M2" }, named));
  for (const other of [{ status: "bad" }, { code: "1" }, { time: "x" }, { part: "2" }, { id: "M2" }])
    expect(key(other)).not.toBe(key({}));
  expect(key({ more: "1" })).toBe(key({}));
});

test("query, form and JSON say the same; names of a query are taken whole", () => {
  const fields = { "a.b": "M1", "s[x]": "ok" };
  const flat = { reference: "a.b", status: "s[x]", statuses: { ok: "delivered" } };
  const query = new URLSearchParams(fields).toString();
  const expected = [{ reference: "M1", meaning: "delivered" }];
  expect(read(genericReceiver, request("GET", `/r?${query}`), flat)).toMatchObject(expected);
  expect(read(genericReceiver, request("POST", "/r", query, FORM), flat)).toMatchObject(expected);
  const nested = request("POST", "/r", '{"a":{"b":"M1"},"s":"OK"}', JSON_TYPE);
  expect(read(genericReceiver, nested, { ...flat, status: "s" })).toMatchObject(expected);
});

test("our own id is ours in any case of its letters", () => {
  const id = "019AAFE6-1F2D-7C3A-8B1E-0123456789AB";
  expect(received({ status: "ok", id }).reference).toBe(id.toLowerCase());
});

test("the answer is the one that is set", () => {
  const answer = (more: object) => genericReceiver.answer(genericReceiver.config.parse({ ...SIMPLE, ...more }));
  expect(answer({})).toEqual({ status: 200, contentType: "text/plain", body: "OK" });
  expect(answer({ answer: "RECEIVED" }).body).toBe("RECEIVED");
  expect(answer({ answer: "" }).body).toBe("");
});

test("what has no message or no status is told as such", () => {
  const unreadable = (from: ReturnType<typeof request>) =>
    genericReceiver.read(from, genericReceiver.config.parse(SIMPLE), {});
  for (const from of [
    request("GET", "/r?id=M1"),
    request("GET", "/r?status=ok"),
    request("POST", "/r", "{", JSON_TYPE),
    request("POST", "/r", "[]", JSON_TYPE),
    request("POST", "/r", '{"id":{"id":1},"status":"ok"}', JSON_TYPE),
  ])
    expect(unreadable(from)).toEqual({ unreadable: expect.any(String) });
});

test.each([
  [{ reference: "" }, "reference", "required"],
  [{ status: undefined }, "status", "required"],
  [{ reference: "x".repeat(201) }, "reference", "too-long"],
  [{ statuses: { ok: "arrived" } }, "statuses.ok", "unknown-status"],
  [{ statuses: { ok: "test" } }, "statuses.ok", "unknown-status"],
  [{ statuses: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [i, "sent"])) }, "statuses", "too-many"],
  [{ reference: "a[].id", status: "b[].s" }, "status", "arrays-apart"],
  [{ zone: "Nowhere" }, "zone", "unknown-zone"],
  [{ answer: "x".repeat(1_001) }, "answer", "too-long"],
])("settings with %j are refused", (change, field, message) => {
  const { error } = genericReceiver.config.safeParse({ ...SIMPLE, ...change });
  expect(error?.issues.map((issue) => [issue.path.join("."), issue.message])).toContainEqual([field, message]);
});

test("whatever is called, the answer is a sound receipt or says what is missing", () => {
  const fields = {
    id: ["M1"],
    status: ["ok", "bad", "late", "twice", "going", "strange"],
    code: ["21", "failed", "2"],
    time: ["1795449007", "2026-11-23 12:00:00"],
    part: ["1", "99"],
  };
  expect(fuzz(genericReceiver, fields, { ...SIMPLE, zone: "Europe/Madrid" })).toBeGreaterThan(50);
  const paths = Object.fromEntries(Object.keys(fields).map((name) => [name, `results[].${name}`]));
  const { id: reference, ...others } = paths;
  const arrays = { reference, ...others, statuses: SIMPLE.statuses };
  const made = fuzz(genericReceiver, fields, arrays, (flat) => ({ results: [flat, {}, null, [flat]] }));
  expect(made).toBeGreaterThan(50);
});
