import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ERROR_PRESETS } from "@/lib/gateways/error-presets";
import type { ErrorTable, RawRequest, Receipt } from "@/lib/gateways/gateway";
import { REASONS } from "@/lib/messages/reasons";
import { type Evidence, outcomeOf, STATUSES } from "@/lib/messages/status";
import { readKannelReceipt } from "./receipt";

const MAP = ERROR_PRESETS["MAP (3GPP 29.002)"];
const RECEIVED = new Date("2026-11-23T15:50:13.512Z");
const EVENT = "95095071-81e1-4b31-ab66-4d82bab954f5";

function request(search: string | Record<string, string>, receivedAt = RECEIVED): RawRequest {
  const query = new URLSearchParams(search);
  return {
    method: "GET",
    url: `/receipts/TOKEN?${query}`,
    query,
    headers: {},
    body: Buffer.alloc(0),
    receivedAt,
    address: "127.0.0.1",
  };
}

function read(search: string | Record<string, string>, table: ErrorTable = {}): Receipt {
  const receipt = readKannelReceipt(request(search), table);
  if ("unreadable" in receipt) throw new Error(receipt.unreadable);
  return receipt;
}

const call = (rest: Record<string, string>) => read({ ref: "one", eid: EVENT, ...rest }, MAP);

/** 48 calls of a real Kannel 1.4.5; the first is no receipt, it was made to see how escapes are read. */
const captured = readFileSync(new URL("./fixtures/kannel-dlr-lines.txt", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => {
    const [at, , url] = line.split(" ") as [string, string, string];
    return { at: new Date(at), url: new URL(url, "http://localhost") };
  });
const receiptsOf = (reference: string, more = "") =>
  captured
    .filter(({ url }) => url.searchParams.get("ref") === reference)
    .map(({ at, url }) => {
      const receipt = readKannelReceipt(request(`${url.search}${more}`, at), MAP);
      if ("unreadable" in receipt) throw new Error(receipt.unreadable);
      return receipt;
    });

describe("the captured calls", () => {
  const sent = ["sent", null, null];
  const delivered = ["delivered", null, null];
  test.each<[string, ...(readonly (string | null)[])[]]>([
    ["case01", sent, delivered],
    ["case02", sent, ["non-deliverable", "001", "unknown_subscriber"]],
    ["case03", sent, ["expired", "027", "absent"]],
    ["case04", sent, ["rejected", "069", "unknown"]],
    ["case05", sent, ["non-deliverable", null, "cancelled"]], // DELETED
    ["case06", sent, [null, null, null]], // UNKNOWN
    ["case07", sent, sent, delivered], // ACCEPTD
    ["case08", sent, sent, sent, ["non-deliverable", "00B", "unknown"]], // ENROUTE twice, then UNDELIV; 00B is not 011
    ["case09", ["rejected", "0x0B", "invalid_number"]],
    ["case10", ["rejected", null, "temporary"]], // Retries Exceeded
    ["case11", sent, ["expired", "027", "absent"]], // 34
    ["case12", sent, delivered], // only the binary state
    ["case13", sent, delivered],
    ["case14", sent],
    ["case15", sent],
    ["case16", sent, delivered],
    ["case17", ["rejected", null, "unknown"], delivered], // one part of three refused
    ["case18", sent, delivered],
    ["case19", sent, delivered],
    ["case21", sent, ["non-deliverable", "EC1", "unknown"]],
    ["case22", sent],
    ["case25", sent, ["rejected", "408", "blocked"]], // BLOCKED
    ["case26", sent, ["rejected", "069", "unknown"]],
    ["case27", sent, [null, null, null]], // UNKNOWN err:000
    ["case29", ["rejected", null, "unknown"]],
  ])("%s", (reference, ...expected) => {
    const read = receiptsOf(reference);
    expect(read.map(({ meaning, code, reason }) => [meaning, code, reason])).toEqual(expected);
    for (const receipt of read) {
      expect(receipt.reference).toBe(reference);
      expect(receipt.part).toBe(0);
      expect(receipt.key).toMatch(/^[0-9a-f-]{36}$/);
      expect(receipt.occurredAt).toBeInstanceOf(Date);
      expect(receipt.refusal).toBe(receipt.text.startsWith("NACK/"));
    }
  });

  test("are all told here, but the one that is no receipt", () => {
    const [trap, ...receipts] = captured;
    expect(captured).toHaveLength(48);
    expect(readKannelReceipt(request(trap!.url.search), MAP)).toEqual({ unreadable: expect.stringContaining("ref") });
    expect(new Set(receipts.map(({ url }) => url.searchParams.get("ref"))).size).toBe(25);
    expect(new Set(receipts.map(({ url }) => read(url.search).key)).size).toBe(47);
  });

  test("of a message of three parts: the refusal stands against the delivered first part, in either order", () => {
    const receipts = receiptsOf("case17", "&n=3");
    expect(receipts.map(({ part }) => part)).toEqual([1, 0]);
    const evidence: Evidence[] = receipts.map((receipt) => ({ ...receipt, at: receipt.occurredAt! }));
    for (const order of [evidence, [...evidence].reverse()])
      expect(outcomeOf(order)).toMatchObject({ status: "rejected", charged: true });
  });
});

test("the time is Kannel's, when it is one", () => {
  expect(call({ d: "1", ts: "1795449007" }).occurredAt).toEqual(new Date("2026-11-23T15:50:07Z"));
  for (const ts of ["", "0", "abc", "-1", "1e9", "99999999999", "1795622414"]) // the last: two days ahead of ours
    expect([ts, call({ d: "1", ts }).occurredAt]).toEqual([ts, null]);
});

test("the types are bits, the telling one first", () => {
  const meaning = (d: number) => call({ d: String(d) }).meaning;
  expect([8, 4, 12, 1, 9, 2, 34, 66, 16, 18, 64, 32, 0, 128].map((d) => [d, meaning(d)])).toEqual([
    [8, "sent"],
    [4, "sent"],
    [12, "sent"],
    [1, "delivered"],
    [9, "delivered"],
    [2, "non-deliverable"],
    [34, "expired"],
    [66, null],
    [16, "rejected"],
    [18, "rejected"],
    [64, null],
    [32, "expired"],
    [0, null],
    [128, null],
  ]);
});

test.each([
  ["id:23 stat:EXPIRED", "expired", "expired", null],
  ["err:027 stat:EXPIRED id:1", "expired", "absent", "027"],
  ["stat:undeliv err:1", "non-deliverable", "unknown_subscriber", "1"],
  ["id:1 stat: UNDELIV err: 034 Text: hi", "non-deliverable", "temporary", "034"],
  [
    "id:1 sub:001 submit date:261123120005 done date:261123120107 stat:REJECTD err:0013 text:",
    "rejected",
    "blocked",
    "0013",
  ],
  ["stat:SKIPPED err:0", "non-deliverable", "unknown", null],
  ["stat:DELIVRD err:000", "non-deliverable", "unknown", null],
  ["stat:SCHEDLD err:001", "processed", null, null],
  ["stat:UNKNOWN err:001", null, null, null],
  ["stat:FAILED err:001", null, null, null],
  ["stat:constructor", null, null, null],
  ["", "non-deliverable", "unknown", null],
  ["no receipt at all", "non-deliverable", "unknown", null],
  ["id:1 stat:UNDELIV err:001 text:stat:EXPIRED err:027", "non-deliverable", "unknown_subscriber", "001"],
  ["text:hello stat:EXPIRED err:027 you stat:UNDELIV err:001", "non-deliverable", "unknown_subscriber", "001"],
  ["textstat:EXPIRED", "non-deliverable", "unknown", null],
])("a failure that says %j", (a, meaning, reason, code) => {
  expect(call({ d: "2", a })).toMatchObject({ meaning, reason, code, refusal: false, part: 0, text: a });
});

test.each([
  ["NACK/0x0000000b/Invalid Destination Address", "0x0B", "invalid_number"],
  ["NACK/0x00000058/Throttling error", "0x58", "temporary"],
  ["NACK/0x00000066/ESME Receiver Reject Message Error Code", "0x66", "blocked"],
  ["NACK/0x0000000a/Invalid Source Address", "0x0A", "filtered"],
  ["NACK/0x0000000e/Invalid Password", "0x0E", "account"],
  ["NACK/0x00000101/x", "0x101", "filtered"],
  ["NACK/0x00000045/Submit failed", "0x45", "unknown"],
  ["NACK/0x000000ff/Unknown Error", "0xFF", "unknown"],
  ["NACK/0x0000040b/Vendor-specific error, please refer to your SMPP provider", "0x40B", "unknown"],
  ["NACK/0x00000065", "0x65", "unknown"],
  ["NACK/Retries Exceeded", null, "temporary"],
  ["NACK/validity expired", null, "expired"],
  ["NACK/receiver in black-list", null, "blocked"],
  ["NACK/receiver not in white-list", null, "filtered"],
  ["NACK/sender in black-list", null, "filtered"],
  ["NACK/constructor", null, "unknown"],
  ["NACK/", null, "unknown"],
  ["", null, "unknown"],
])("a refusal that says %j", (a, code, reason) => {
  expect(call({ d: "16", a })).toMatchObject({ meaning: "rejected", refusal: true, code, reason, part: 0 });
  expect(call({ d: "16", a, n: "3" })).toMatchObject({ part: 1 });
  expect(call({ d: "16", a, n: "1" })).toMatchObject({ part: 0 });
});

test("the gateway's own table comes first", () => {
  const table = { "0x40b": "account", "0x0B": "absent", ec1: "handset_full" } as const;
  const reason = (d: string, a: string) => read({ ref: "one", d, a }, table).reason;
  expect(reason("16", "NACK/0x0000040b/Vendor-specific error")).toBe("account");
  expect(reason("16", "NACK/0x0000000b/Invalid Destination Address")).toBe("absent");
  expect(reason("2", "stat:BLOCKED err:EC1")).toBe("handset_full");
  expect(reason("2", "stat:UNDELIV err:001")).toBe("unknown");
});

test("only a refusal is a part of its own", () => {
  for (const d of ["1", "2", "4", "8", "34"]) expect(call({ d, n: "3" }).part).toBe(0);
});

test("the key is the event's, whatever else is said", () => {
  expect(call({ d: "1" }).key).toBe(EVENT);
  expect(call({ d: "8", eid: EVENT.toUpperCase() }).key).toBe(EVENT);
});

test("without the event's own name, the same call has the same key and another has another", () => {
  const said = { ref: "one", d: "1", fid: "101", ts: "1795449007", to: "+34600111222", a: "stat:DELIVRD" };
  const { key } = read(said);
  expect(key).toMatch(/^hash:[\w-]{27}$/);
  expect(read({ smsc: "sim", eid: "%I", ...said }).key).toBe(key);
  for (const name of Object.keys(said) as (keyof typeof said)[])
    expect([name, read({ ...said, [name]: name === "d" ? "2" : `${said[name]}1` }).key]).not.toEqual([name, key]);
});

test.each([
  "",
  "d=1",
  "ref=&d=1",
  "ref=one",
  "ref=one&d=",
  "ref=one&d=%25d",
  "ref=one&d=-1",
  "ref=one&d=1.5",
  "ref=one&d=99999",
])("%j is no receipt", (search) => {
  expect(readKannelReceipt(request(search), {})).toEqual({ unreadable: expect.any(String) });
});

test("what Postgres cannot keep is replaced, and nothing is longer than it may be", () => {
  const { text, reference } = read(`ref=a%00b%ff&d=1&a=x%00%03%1b%e9`);
  expect(reference).toBe("a\ufffdb\ufffd");
  expect(text).toBe("x\ufffd\u0003\u001b\ufffd");
  const long = read({ ref: "😀".repeat(100), d: "1", a: `a${"😀".repeat(1000)}` });
  expect(long.reference).toHaveLength(100);
  expect(long.text).toHaveLength(1000);
  expect(`${long.text}|${long.reference}`).not.toMatch(/\p{Cs}/u);
});

test("whatever is called, the answer is a sound receipt or says what is missing", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(
      "1",
      "2",
      "16",
      "34",
      "NACK/",
      "id:1 stat:UNDELIV err:001 text:x",
      "\u0000",
      "\ud83d",
      "%I",
      "1795449007",
    ),
  );
  const name = fc.constantFrom("ref", "n", "d", "fid", "smsc", "ts", "to", "from", "eid", "a");
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 12 }), (pairs) => {
      const query = new URLSearchParams();
      // A query that was not made by a parser of URLs may hold what no URL can.
      query.get = (wanted) => pairs.find(([name]) => name === wanted)?.[1] ?? null;
      const receipt = readKannelReceipt({ ...request(""), query }, MAP);
      if ("unreadable" in receipt) return;
      expect([null, ...STATUSES]).toContain(receipt.meaning);
      expect([null, ...REASONS]).toContain(receipt.reason);
      expect(receipt.reason === null).toBe(!["expired", "rejected", "non-deliverable"].includes(receipt.meaning ?? ""));
      expect(receipt.part === 1 ? receipt.refusal : true).toBe(true);
      for (const text of [receipt.reference, receipt.key, receipt.code ?? "", receipt.text])
        expect(text).not.toMatch(/[\0\p{Cs}]/u);
      expect(Number.isNaN(receipt.occurredAt?.getTime())).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
