import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inboundReaderOf } from "./inbound-readers";
import { RECEIVED_KINDS, RECEIVERS, type ReceivedKind } from "./receivers";
import { anyRequest, FORM, JSON_TYPE, request, requestsOf } from "./testing";

const CONFIGS: Partial<Record<ReceivedKind, object>> = {
  twilio: { authToken: "12345" },
  generic: {
    ...{ reference: "id", status: "status", statuses: { ok: "delivered" }, answer: "THANKS" },
    inbound: {
      from: "events[].sms.source",
      to: "events[].sms.target",
      text: "events[].sms.body",
      key: "events[].uuid",
    },
  },
};

const configOf = (kind: ReceivedKind) => RECEIVERS[kind].config.parse(CONFIGS[kind] ?? {}) as never;
const read = (kind: ReceivedKind, from: ReturnType<typeof request>) =>
  inboundReaderOf(kind)!.read(from, configOf(kind));
const fixtures = (kind: ReceivedKind) => requestsOf(new URL(`./${kind}/fixtures/inbound.http`, import.meta.url));

const PERSON = "+34600111222";
const KEY = expect.stringMatching(/^.{8,40}$/);

describe.each<[ReceivedKind, string, object[]]>([
  [
    ...(["kannel", "plain text by GET"] as const),
    [{ key: "95095071-81e1-4b31-ab66-4d82bab954f5", from: PERSON, to: "217777", text: "stop please & thanks" }],
  ],
  [
    ...(["kannel", "UTF-16BE by GET"] as const),
    [{ key: "99aa4cb0-8b13-40e9-869c-694390ee26b9", from: PERSON, to: "217777", text: "hola 😀" }],
  ],
  ["kannel", "UTF-16BE without a charset", [{ key: KEY, from: PERSON, to: "217777", text: "BAJA" }]],
  ["kannel", "recoded by smsbox", [{ key: KEY, from: PERSON, to: "217777", text: "Mañana sí" }]],
  ["kannel", "Latin-1", [{ key: KEY, from: PERSON, to: "217777", text: "mañana" }]],
  ["kannel", "text by POST", [{ key: KEY, from: PERSON, to: "217777", text: "stop please & thanks" }]],
  [
    ...(["kannel", "text by POST, its sender in the address"] as const),
    [{ key: "66b3ad4c-3cf1-4fe4-9c14-91fd2dee0090", from: PERSON, to: "217777", text: "stop please & thanks" }],
  ],
  ["kannel", "XML by POST", [{ key: KEY, from: PERSON, to: "217777", text: "stop please & thanks" }]],
  [
    ...(["twilio", "received"] as const),
    [{ key: "SM0b6e2697aae04182a9f5b5c7a8994c7f", from: "+14155550123", to: "+12028831111", text: "Stop" }],
  ],
  ["twilio", "a status of our own message", []],
  [
    ...(["vonage", "text by GET"] as const),
    [{ key: "0B00000127FDBC70", from: "34600111222", to: "34910000000", text: "Stop" }],
  ],
  [
    ...(["vonage", "unicode as JSON"] as const),
    [{ key: "0B00000127FDBC71", from: "34600111222", to: "34910000000", text: "Mañana 😀" }],
  ],
  [
    ...(["vonage", "the second piece"] as const),
    [
      {
        ...{ key: "0B00000127FDBC73", from: "34600111222", to: "34910000000", text: " and second" },
        piece: { whole: "34600111222|34910000000|108|2", part: 2, total: 2 },
      },
    ],
  ],
  ["vonage", "a delivery receipt", []],
  [
    ...(["infobip", "two texts"] as const),
    [
      {
        ...{ key: "817790313235066447", from: "34600111222", to: "34910000000", text: "BAJA ya" },
        excerpt: expect.stringContaining("817790313235066447"),
      },
      {
        ...{ key: "817790313235066448", from: "34600333444", to: "34910000000", text: "Gracias" },
        excerpt: expect.stringContaining("817790313235066448"),
      },
    ],
  ],
  ["infobip", "a delivery report", []],
  ["labsmobile", "received", [{ key: KEY, from: "50230110906", to: "12015576234", text: "STOP" }]],
  [
    ...(["jasmin", "GSM alphabet"] as const),
    [{ key: "07033084-5cfd-4812-90a4-e4d24ffb6e3d", from: "34600111222", to: "217777", text: "@ltimo déa €" }],
  ],
  [
    ...(["jasmin", "UCS-2"] as const),
    [{ key: "07033084-5cfd-4812-90a4-e4d24ffb6e3e", from: "34600111222", to: "217777", text: "BAJA" }],
  ],
  [
    ...(["jasmin", "without bytes"] as const),
    [{ key: "07033084-5cfd-4812-90a4-e4d24ffb6e3f", from: "34600111222", to: "217777", text: "Baja" }],
  ],
  ["jasmin", "a receipt", []],
  [
    ...(["generic", "as JSON"] as const),
    [{ key: KEY, from: PERSON, to: "217777", text: "Stop", excerpt: expect.stringContaining("e1") }],
  ],
])("%s: %s", (kind, name, expected) => {
  test("is read", () => {
    expect(read(kind, fixtures(kind)[name]!)).toEqual(expected);
  });
});

test("each sender gets the answer it expects; Kannel and Infobip an empty one", () => {
  const answers = RECEIVED_KINDS.map((kind) => [kind, inboundReaderOf(kind)!.answer(configOf(kind)).body]);
  expect(Object.fromEntries(answers)).toEqual({
    ...{ kannel: "", infobip: "", twilio: "<Response/>", jasmin: "ACK/Jasmin" },
    ...{ labsmobile: "OK", vonage: "OK", generic: "THANKS" },
  });
});

test("the same event has the same key; another has another", () => {
  const kannel = (more: string) =>
    read("kannel", request("GET", `/inbound/T?from=34600111222&to=217777&text=hola${more}`)) as { key: string }[];
  expect(kannel("&ts=1")[0]!.key).toBe(kannel("&ts=1&smsc=other")[0]!.key);
  const keys = ["&ts=1", "&ts=2", "a&ts=1"].map((more) => kannel(more)[0]!.key);
  expect(new Set(keys).size).toBe(3);
});

test("what says nothing of a person or a text is told as such", () => {
  for (const kind of RECEIVED_KINDS)
    for (const from of [
      request("GET", "/inbound/T"),
      request("POST", "/inbound/T", "{", JSON_TYPE),
      request("POST", "/inbound/T", "x=1", FORM),
      request("POST", "/inbound/T", "MessageSid=%09&From=%09&Body=x&messageId=%09&msisdn=%09&from=%09", FORM),
      request("POST", "/inbound/T", "<message><submit/></message>", { "content-type": "text/xml" }),
    ])
      expect([kind, read(kind, from)]).toEqual([kind, { unreadable: expect.any(String) }]);
});

const FIELDS = {
  ...{ from: ["34600111222", "+34600111222", "INFO"], to: ["217777"], text: ["STOP", "hola", "%00h"], id: ["1", "x"] },
  ...{ msisdn: ["34600111222"], messageId: ["M1"], type: ["text", "binary"], data: ["00ff"], concat: ["true"] },
  ...{ "concat-part": ["1", "2", "300"], "concat-total": ["2", "0"], "concat-ref": ["1"], coding: ["0", "2", "8"] },
  ...{ charset: ["UTF-8", "UTF-16BE", "KOI8"], MessageSid: ["SM1"], From: ["+34600111222"], Body: ["STOP"] },
  ...{ message: ["STOP"], service_number: ["217777"], binary: ["0041", "zz"], content: ["a"], SmsStatus: ["received"] },
};

test.each(RECEIVED_KINDS)("whatever is called, %s makes sound texts or says what is missing", (kind) => {
  let made = 0;
  const shapes = (flat: object) => ({ ...flat, results: [flat, null, 1], events: [{ uuid: "e", sms: flat }] });
  fc.assert(
    fc.property(anyRequest(FIELDS, shapes, "/inbound/TOKEN"), (any) => {
      const texts = read(kind, any);
      if ("unreadable" in texts) return;
      made += texts.length;
      for (const { key, from, piece } of texts) {
        expect([key, from].map((each) => typeof each === "string" && each.trim() !== "")).toEqual([true, true]);
        if (piece) expect(piece.part >= 1 && piece.part <= piece.total && piece.total <= 255).toBe(true);
      }
    }),
    { numRuns: 700 },
  );
  if (kind !== "generic") expect(made).toBeGreaterThan(20);
});

test("bytes of a broken body are text too", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom("0", "1", "2", "9", ""), (bytes, coding) => {
      const headers = { "x-kannel-from": "34600111222", "x-kannel-coding": coding, "content-type": "text/plain" };
      const [text] = read("kannel", request("POST", "/inbound/T", Buffer.from(bytes), headers)) as { text: string }[];
      expect(typeof text!.text).toBe("string");
    }),
  );
});
