import { expect, test } from "vitest";
import { readImport } from "@/lib/api/import-request";
import { readReceipts } from "@/lib/api/receipts-request";
import { readSendRequest } from "@/lib/api/send-request";
import { addressOf } from "@/lib/auth/request-facts";
import { readCode } from "@/lib/clicks/codes";
import { clickDataset } from "@/lib/clicks/dataset";
import { isPrefetch, judge } from "@/lib/clicks/judge";
import { readLanguage } from "@/lib/clicks/language";
import * as calls from "@/lib/compat/labsmobile/calls";
import { readCredentials } from "@/lib/compat/labsmobile/credentials";
import { readGetSend, readSend } from "@/lib/compat/labsmobile/request";
import { readQuery as readCompatQuery } from "@/lib/compat/labsmobile/text";
import { readQuery, writeQuery } from "@/lib/dataset/dataset";
import { AppError } from "@/lib/errors";
import type { RawRequest } from "@/lib/gateways/gateway";
import { inboundReaderOf } from "@/lib/gateways/inbound-readers";
import { RECEIVED_KINDS, type ReceivedKind, receiverOf } from "@/lib/gateways/receivers";
import { FORM, JSON_TYPE, request, requestsOf } from "@/lib/gateways/testing";
import { readToken } from "@/lib/gateways/token";
import { messageDataset } from "@/lib/messages/dataset";
import { readNumber } from "@/lib/messages/numbers";
import { segmentsOf } from "@/lib/messages/segments";
import { mutated, mutatedJson, pick, type Random, randomOf } from "./fuzz";

/*
 * A million broken inputs to everything that reads what others send. Each is read, or refused in words (an outcome of
 * our closed set, a fault of the compatible API); nothing else is thrown, nothing takes long, nothing is kept.
 */

const SEED = 20_261_126;
const CASES = 1_000_000;
/** A hang, not slowness: the machine may be busy. */
const LONGEST_MS = 5_000;
const MOST_GROWTH = 150e6;

const clock = { now: new Date("2026-11-26T12:00:00Z"), zone: "Europe/Madrid" };
const bytes = (text: string) => Buffer.from(text, "utf8");

const SEND = {
  recipients: ["34600111222", "+34 600 111 223"],
  ...{ text: "Hola %name%: https://example.com/a?b=c", sender: "SHOP", subid: "a-1", label: "Rebajas", test: false },
  ...{ shortLinks: true, validityMinutes: 60, ackUrl: "https://example.com/ack" },
};
const COMPAT = {
  ...{
    message: "Hola %name%",
    tpoa: "SHOP",
    recipient: [{ msisdn: "34600111222", parameters: { name: { msg: "Ana" } } }],
  },
  ...{
    subid: "a",
    label: "b",
    test: "1",
    ackurl: "https://example.com/a",
    shortlink: "1",
    scheduled: "2026-12-01 10:00:00",
  },
  ...{ long: "1", crt: "x", ucs2: "1", nofilter: "1", clickurl: "https://example.com/c" },
};
const IMPORT = {
  ...{ to: "34600111222", text: "Hola", sender: "SHOP", sentAt: "2026-01-02T03:04:05Z", status: "delivered" },
  ...{ credits: "1.0000", confirmedAt: "2026-01-02T03:04:09Z", reference: "r-1", label: "x" },
};
const PUSHED = {
  message: "0199f0b2-1111-7222-8333-444455556666",
  status: "delivered",
  at: "2026-11-26T11:00:00Z",
  part: 1,
};
const QUERY =
  "period=2026-10-01..2026-10-31&msisdn=34600*&sender=SHOP&text=hola&status=delivered&status=sent&country=ES&operator=x" +
  "&campaign=12&label=a&subid=b&id=0199f0b2-1111-7222-8333-444455556666&reason=expired&gateway=1&clicked=person&origin=api" +
  "&creditsFrom=1&creditsTo=2.5&fields=msisdn,text&sort=updated&size=100&hour=9&weekday=1&receipt=none&delay=3";
const AGENT =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Mobile Safari/537.36";

const KANNEL =
  "/receipts/TOKEN?ref=0199f0b2-1111-7222-8333-444455556666&n=3&d=2&fid=1&smsc=s&ts=1795449007&to=1&from=2&eid=x" +
  "&a=id:1%20sub:001%20stat:UNDELIV%20err:001%20text:x";

/** Settings without which a kind reads nothing. */
const SETTINGS: Partial<Record<ReceivedKind, object>> = {
  generic: {
    ...{ reference: "data.payload.id", status: "data.payload.to[].status", key: "data.id", time: "data.occurred_at" },
    statuses: { sent: "sent", delivered: "delivered", delivery_failed: "non-deliverable" },
    inbound: { from: "data.from", to: "data.to", text: "data.text", key: "data.id" },
  },
  kannel: { url: "http://127.0.0.1:9/", username: "a", password: "b" },
  twilio: { authToken: "0123456789abcdef0123456789abcdef" },
};

/** What a reader is given, and how often compared with the others. */
type Reader = { name: string; weight: number; read: (random: Random) => unknown };

const json = (value: unknown) => (random: Random) => bytes(mutatedJson(random, value));
const readers: Reader[] = [
  {
    name: "POST /api/v1/messages",
    weight: 8,
    read: (random) => parsed(random, SEND, (body) => readSendRequest(body, "api")),
  },
  { name: "POST /api/v1/receipts", weight: 5, read: (random) => parsed(random, PUSHED, readReceipts) },
  {
    name: "history as NDJSON",
    weight: 6,
    read: (random) => readImport(bytes([JSON.stringify(IMPORT), mutatedJson(random, IMPORT)].join("\n"))),
  },
  { name: "/json/send", weight: 8, read: (random) => readSend(json(pick(random, [COMPAT, [COMPAT]]))(random)) },
  {
    name: "/json/ack",
    weight: 2,
    read: (random) => calls.readAck(json({ subid: "a", msisdn: "34600111222" })(random)),
  },
  { name: "/json/prices", weight: 2, read: (random) => calls.readPrices(json({ countries: ["ES", "FR"] })(random)) },
  {
    name: "/json/scheduled",
    weight: 2,
    read: (random) => calls.readScheduledCommand(json({ cmd: "cancel", subid: "a" })(random)),
  },
  {
    name: "/get/send.php",
    weight: 5,
    read: (random) =>
      readGetSend(
        readCompatQuery(
          `/get/send.php?${mutated(random, "username=a%40b.es&password=c&msisdn=34600111222&message=Hola%20%F1&sender=SHOP&subid=a")}`,
        ),
      ),
  },
  {
    name: "/get/ack.php",
    weight: 2,
    read: (random) =>
      calls.readGetAck(readCompatQuery(`/get/ack.php?${mutated(random, "subid=a&msisdn=34600111222")}`)),
  },
  {
    name: "credentials",
    weight: 3,
    read: (random) =>
      readCredentials(
        { authorization: mutated(random, "Basic YUBiLmVzOnNlY3JldA==") },
        new URLSearchParams(mutated(random, "username=a&password=b")),
      ),
  },
  {
    name: "query of messages",
    weight: 8,
    read: (random) =>
      writeQuery(messageDataset, readQuery(messageDataset, new URLSearchParams(mutated(random, QUERY)), clock).query),
  },
  {
    name: "query of clicks",
    weight: 4,
    read: (random) =>
      writeQuery(clickDataset, readQuery(clickDataset, new URLSearchParams(mutated(random, QUERY)), clock).query),
  },
  { name: "short link", weight: 2, read: (random) => readCode(mutated(random, "1abcdefgh")) },
  { name: "receipt path", weight: 2, read: (random) => readToken(mutated(random, "1-1-aaaaaaaaaaaaaaaaaaaa")) },
  {
    name: "number",
    weight: 4,
    read: (random) => readNumber(mutated(random, "+34 600 111 222"), pick(random, ["ES", null])),
  },
  { name: "segments", weight: 3, read: (random) => segmentsOf(mutated(random, "Hola [€] ñ")) },
  { name: "language", weight: 1, read: (random) => readLanguage(mutated(random, "es-ES,es;q=0.9,en;q=0.8")) },
  {
    name: "forwarded address",
    weight: 1,
    read: (random) =>
      addressOf(
        { headers: { "x-forwarded-for": mutated(random, "203.0.113.7, [2001:db8::1]:443") }, socket: {} } as never,
        1,
      ),
  },
  {
    name: "visit",
    weight: 2,
    read: (random) => {
      const headers = { "sec-purpose": mutated(random, "prefetch;prerender") };
      const signs = { at: clock.now, userAgent: mutated(random, AGENT), language: null, prefetch: isPrefetch(headers) };
      return judge(signs, { sentAt: clock.now, handedAt: null, confirmedAt: null, status: "sent" });
    },
  },
  ...RECEIVED_KINDS.flatMap(readersOf),
];

function parsed<T>(random: Random, value: unknown, read: (body: unknown) => T): T | null {
  try {
    return read(JSON.parse(mutatedJson(random, value)));
  } catch (error) {
    if (error instanceof SyntaxError) return null; // told by the route: not JSON
    throw error;
  }
}

/** Of its fixtures, each spoiled: receipts, and texts of people. */
function readersOf(kind: ReceivedKind): Reader[] {
  const folder = new URL(`../lib/gateways/${kind}/fixtures/`, import.meta.url);
  const files: Partial<Record<ReceivedKind, string>> = {
    ...{ infobip: "reports", labsmobile: "acks", twilio: "status-callbacks" },
  };
  const receipts =
    kind === "kannel"
      ? [request("GET", KANNEL)]
      : Object.values(requestsOf(new URL(`${files[kind] ?? "receipts"}.http`, folder)));
  const texts = Object.values(requestsOf(new URL("inbound.http", folder)));
  const receiver = receiverOf(kind)!;
  const inbound = inboundReaderOf(kind)!;
  const config = receiver.config.parse(SETTINGS[kind] ?? {});
  return [
    {
      ...{ name: `receipts of ${kind}`, weight: 5 },
      read: (random) => {
        const given = spoiled(random, receipts);
        receiver.isGenuine(given, config, () => "https://sms.example.com");
        return receiver.read(given, config, { "001": "absent" });
      },
    },
    { name: `texts of ${kind}`, weight: 2, read: (random) => inbound.read(spoiled(random, texts), config) },
  ];
}

function spoiled(random: Random, all: readonly RawRequest[]): RawRequest {
  const { method, url, body, headers } = pick(random, all);
  const [path = "", query] = url.split("?");
  const address = query === undefined ? path : `${path}?${mutated(random, query)}`;
  const type = random() < 0.1 ? pick(random, [FORM, JSON_TYPE, {}]) : (headers as Record<string, string>);
  return request(method, address, mutated(random, body.toString("utf8")), type);
}

test("a million broken inputs are read or refused in words, each at once, and nothing is kept of them", () => {
  const total = readers.reduce((sum, { weight }) => sum + weight, 0);
  const rows = readers.map(({ name, weight, read }, index) => {
    const random = randomOf(SEED + index);
    const cases = Math.ceil((CASES * weight) / total);
    let [refused, slowest] = [0, 0];
    for (let i = 0; i < cases; i++) {
      const from = performance.now();
      try {
        read(random);
      } catch (error) {
        if (!(error instanceof AppError))
          throw new Error(`${name}, case ${i} of seed ${SEED + index}`, { cause: error });
        refused++;
      }
      slowest = Math.max(slowest, performance.now() - from);
    }
    return { name, cases, refused, slowest, kept: process.memoryUsage().heapUsed };
  });
  console.table(rows.map(({ kept: _, slowest, ...row }) => ({ ...row, slowest: Math.round(slowest) })));
  expect(rows.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThanOrEqual(CASES);
  expect(rows.filter(({ slowest }) => slowest > LONGEST_MS)).toEqual([]);
  // After the first fifth everything that is made once is there.
  const settled = rows[Math.floor(rows.length / 5)]!.kept;
  expect(rows.at(-1)!.kept - settled).toBeLessThan(MOST_GROWTH);
});
