import fc from "fast-check";
import { expect, test } from "vitest";
import { byPrefix } from "@/lib/messages/prefix";
import { STATUSES } from "@/lib/messages/status";
import { readAck, readGetAck, readPrices, readScheduledCommand } from "./calls";
import { fault } from "./fault";
import { pricesOf } from "./prices";
import { answerAck, answerGetAck, answerPrices, answerScheduled } from "./response";
import { type AckSource, ackOf } from "./status";

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const plain = { always200: false };
const message: AckSource = {
  ...{ subid: "56fbab0586192", msisdn: "12015550123", status: "delivered", reason: null, credits: "1.0400" },
  confirmedAt: null,
  updatedAt: new Date("2018-03-18T15:23:10.250Z"),
  handedAt: null,
};

test("the state of a message is told as text throughout, in UTC", () => {
  expect(answerAck(ackOf(message), plain).body).toBe(
    '{"code":"0","subid":"56fbab0586192","msisdn":"12015550123","status":"handset","credits":"1.04","desc":"DELIVRD","timestamp":"2018-03-18 15:23:10"}',
  );
  expect(answerGetAck(ackOf({ ...message, status: "expired" })).body).toContain("<status>error</status>");
  expect(answerGetAck(fault(51)).body).toMatch(/<code>51<\/code>.*<status>error<\/status><desc>/);
});

test("its time is when the state was reached, whatever came after", () => {
  const confirmedAt = new Date("2018-03-18T15:20:00Z");
  expect(ackOf({ ...message, confirmedAt }).timestamp).toBe("2018-03-18 15:20:00");
});

test("every status has one of the six words of the interface", () => {
  const words = STATUSES.map((status) => ackOf({ ...message, status }).status);
  expect(words.every((word) => ["processed", "gateway", "operator", "handset", "error", "test"].includes(word))).toBe(
    true,
  );
  expect(ackOf({ ...message, status: "rejected", reason: "blocked" }).desc).toBe("BLOCKED");
  expect(ackOf({ ...message, status: "rejected", reason: "blacklist" }).desc).toBe("BLOCKED");
  const handedAt = message.updatedAt;
  expect(ackOf({ ...message, status: "processed", handedAt }).status).toBe("gateway");
  expect(ackOf({ ...message, status: "delivered", handedAt }).status).toBe("handset");
});

test("prices are a map by country without a code", () => {
  expect(readPrices(bytes({ countries: ["ES"] }))).toEqual({ countries: ["ES"] });
  const answer = answerPrices(
    pricesOf(["es", "ZZ"], () => 10_000n),
    plain,
  );
  expect(JSON.parse(answer.body)).toEqual({ ES: { isocode: "ES", prefix: "34", name: "Spain", credits: 1 } });
  expect(Object.keys(pricesOf(undefined, () => 10_000n)).length).toBeGreaterThan(200);
  expect(readPrices(bytes({ countries: ["Spain"] }))).toMatchObject({ code: 51 });
});

const priced = byPrefix<bigint>([
  ["346", 7_970n],
  ["1809", 25_000n],
]);

test("a country's price is that of its mobile numbers, as a number", () => {
  const prices = pricesOf(["ES", "DO", "US"], (msisdn) => priced(msisdn) ?? 10_000n);
  expect(Object.values(prices).map(({ prefix, credits }) => [prefix, credits])).toEqual([
    ["1", 2.5],
    ["34", 0.797],
    ["1", 1],
  ]);
});

test("scheduled sendings are cancelled or sent by subid, with the code as number", () => {
  expect(readScheduledCommand(bytes({ subid: 42, cmd: "cancel" }))).toEqual({ subid: "42", cmd: "cancel" });
  expect(readScheduledCommand(bytes({ subid: "abc", cmd: "stop" }))).toMatchObject({ code: 51 });
  expect(answerScheduled("cancelled", plain).body).toBe(
    '{"code":0,"message":"Scheduled messages successfully cancelled."}',
  );
  expect(answerScheduled(fault(52), plain)).toMatchObject({
    status: 400,
    body: '{"code":52,"message":"Scheduled messages not found."}',
  });
});

test("whatever is sent, the answer is a documented code", () => {
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.json().map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(anything, (body) => {
      for (const read of [readAck, readPrices, readScheduledCommand]) {
        const said = read(body);
        if ("code" in said) expect([10, 11, 51]).toContain(said.code);
      }
    }),
    { numRuns: 2_000 },
  );
  expect(readGetAck(new URLSearchParams("subid=a&msisdn=34600111222"))).toEqual({ subid: "a", msisdn: "34600111222" });
  expect(readAck(Buffer.from(""))).toMatchObject({ code: 10 });
});
