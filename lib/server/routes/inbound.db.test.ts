import { and, asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db";
import { blacklist, gateways, inboundMessages } from "@/db/schema";
import { createAccount } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { blockTyped } from "@/lib/blacklist/commands";
import { createGateway } from "@/lib/gateways/commands";
import type { RawRequest } from "@/lib/gateways/gateway";
import type { ReceivedKind } from "@/lib/gateways/receivers";
import { FORM, JSON_TYPE, request, requestsOf } from "@/lib/gateways/testing";
import { tokenOf } from "@/lib/gateways/token";
import { sign as signAsTwilio } from "@/lib/gateways/twilio/signature";
import { recordOldPieces } from "@/lib/ingest/record-inbound";
import { publicUrl } from "@/lib/public-url";
import { receiveInbound } from "./inbound";

const PERSON = "34600111222";

async function set(kind: ReceivedKind, config: Record<string, unknown> = {}) {
  const scope = await createAccount();
  const gateway = await createGateway(scope, { kind, name: kind, config });
  return { scope, gateway, token: tokenOf(gateway) };
}
const KANNEL = { url: "http://kannel:13013/", username: "u", password: "p" };

const fixturesOf = (kind: string, token: string) =>
  requestsOf(new URL(`../../gateways/${kind}/fixtures/inbound.http`, import.meta.url), token);

const textsOf = async (scope: Scope) =>
  db
    .select()
    .from(inboundMessages)
    .where(eq(inboundMessages.accountId, scope.accountId))
    .orderBy(asc(inboundMessages.receivedAt), asc(inboundMessages.id));
const listed = async (scope: Scope) =>
  (await db.select().from(blacklist).where(eq(blacklist.accountId, scope.accountId))).map(({ msisdn }) => msisdn);

/** A text to a Kannel, an event of its own unless an id is given. */
const kannel = (token: string, text: string, { from = PERSON, id = crypto.randomUUID() as string } = {}) =>
  request("GET", `/inbound/${token}?from=%2B${from}&to=217777&text=${encodeURIComponent(text)}&id=${id}&coding=0`);

test("Kannel: recorded as it came, its secret hidden, answered with nothing", async () => {
  const { scope, gateway, token } = await set("kannel", KANNEL);
  const answer = await receiveInbound(kannel(token, "Mañana sí 😀"), token);
  expect(answer).toEqual({ status: 200, headers: { "content-type": "text/plain" }, body: "" });
  const [row] = await textsOf(scope);
  expect(row).toMatchObject({
    ...{
      gatewayId: gateway.id,
      msisdn: PERSON,
      recipient: "217777",
      text: "Mañana sí 😀",
      action: null,
      keyword: null,
    },
  });
  expect(row!.raw).toMatch(/^GET \/inbound\/…\?from=/);
  expect(row!.raw).not.toContain(gateway.secret);
});

test("an event that is handed on again is recorded once, also at the same moment", async () => {
  const { scope, token } = await set("kannel", KANNEL);
  const same = kannel(token, "hola");
  await Promise.all(Array.from({ length: 5 }, () => receiveInbound(same, token)));
  await receiveInbound(same, token);
  expect(await textsOf(scope)).toHaveLength(1);
});

describe("a person who asks to leave", () => {
  test("is on the blacklist at once, with the word; asks to come back and is off it", async () => {
    const { scope, token } = await set("kannel", KANNEL);
    const out = kannel(token, "¡Baja, por favor!");
    await receiveInbound(out, token);
    const [entry] = await db.select().from(blacklist).where(eq(blacklist.accountId, scope.accountId));
    expect(entry).toMatchObject({ msisdn: PERSON, source: "inbound", note: "BAJA" });
    expect(await textsOf(scope)).toMatchObject([{ action: "out", keyword: "BAJA", match: "first" }]);
    await receiveInbound(kannel(token, "ALTA"), token);
    expect(await listed(scope)).toEqual([]);
    // The first call once more: nothing happens a second time.
    await receiveInbound(out, token);
    expect(await listed(scope)).toEqual([]);
  });

  test("stays where the account itself put the number, whatever he writes", async () => {
    const { scope, token } = await set("kannel", KANNEL);
    await blockTyped(scope, { numbers: PERSON }, new Date());
    for (const text of ["STOP", "START"]) await receiveInbound(kannel(token, text), token);
    expect(await listed(scope)).toEqual([PERSON]);
  });

  test("who has no number (a bank's name) is recorded, and nobody is listed", async () => {
    const { scope, token } = await set("kannel", KANNEL);
    await receiveInbound(request("GET", `/inbound/${token}?from=MIBANCO&to=217777&text=STOP&id=`), token);
    expect(await textsOf(scope)).toMatchObject([{ msisdn: "MIBANCO", action: null }]);
    expect(await listed(scope)).toEqual([]);
  });
});

test("Twilio: signed for our address, answered with empty TwiML; forged is forbidden", async () => {
  const { scope, token } = await set("twilio", { authToken: "12345" });
  const { received } = fixturesOf("twilio", token);
  await expect(receiveInbound(received!, token)).rejects.toMatchObject({ outcome: "forbidden" });
  const signature = signAsTwilio(
    "12345",
    publicUrl(`/inbound/${token}`),
    new URLSearchParams(received!.body.toString()),
  );
  const signed: RawRequest = { ...received!, headers: { ...FORM, "x-twilio-signature": signature } };
  expect(await receiveInbound(signed, token)).toMatchObject({
    ...{ headers: { "content-type": "text/xml" }, body: "<Response/>" },
  });
  expect(await textsOf(scope)).toMatchObject([{ msisdn: "14155550123", recipient: "12028831111", action: "out" }]);
});

test("Infobip: several texts at once, each with its own piece of the request", async () => {
  const { scope, token } = await set("infobip");
  expect(await receiveInbound(fixturesOf("infobip", token)["two texts"]!, token)).toMatchObject({ body: "" });
  const texts = await textsOf(scope);
  expect(texts.map(({ text, action }) => [text, action]).sort()).toEqual([
    ["BAJA ya", "out"],
    ["Gracias", null],
  ]);
  expect(texts[0]!.raw).not.toBe(texts[1]!.raw);
  expect(await listed(scope)).toEqual([PERSON]);
});

describe("Vonage: a text in pieces", () => {
  const piece = (token: string, part: number, text: string, messageId: string, total = 2) =>
    request(
      "POST",
      `/inbound/${token}`,
      JSON.stringify({
        ...{ msisdn: PERSON, to: "34910000000", type: "text", text, messageId },
        ...{ concat: "true", "concat-ref": "7", "concat-total": String(total), "concat-part": String(part) },
      }),
      JSON_TYPE,
    );

  test("is one text when the last piece is there, in any order, once however often they come", async () => {
    const { scope, token } = await set("vonage");
    await receiveInbound(piece(token, 2, "OP", "M2"), token);
    expect(await textsOf(scope)).toEqual([]);
    for (let again = 0; again < 2; again++) {
      await receiveInbound(piece(token, 1, "ST", "M1"), token);
      await receiveInbound(piece(token, 2, "OP", "M2"), token);
    }
    expect(await textsOf(scope)).toMatchObject([{ text: "STOP", action: "out" }]);
    expect(await listed(scope)).toEqual([PERSON]);
  });

  test("all pieces at the same moment are one text", async () => {
    const { scope, token } = await set("vonage");
    const parts = ["a", "b", "c", "d"].map((text, i) => piece(token, i + 1, text, `M${i}`, 4));
    await Promise.all(parts.map((each) => receiveInbound(each, token)));
    expect((await textsOf(scope)).map(({ text }) => text)).toEqual(["abcd"]);
  });

  test("the network's reference comes again for another text; the unfinished one is kept as it is", async () => {
    const { scope, token } = await set("vonage");
    await receiveInbound(piece(token, 1, "old", "M1"), token);
    await receiveInbound(piece(token, 1, "new ", "M3"), token);
    await receiveInbound(piece(token, 2, "text", "M4"), token);
    expect((await textsOf(scope)).map(({ text }) => text).sort()).toEqual(["new text", "old[…]"]);
  });

  test("what waits too long is recorded with a mark for what is missing, and whole ones are forgotten", async () => {
    const { scope, token } = await set("vonage");
    const whole = [piece(token, 1, "a", "M1"), piece(token, 2, "b", "M2")];
    for (const each of whole) await receiveInbound(each, token);
    await receiveInbound(piece(token, 2, "tail", "M5", 3), token);
    const { receivedAt } = whole[0]!;
    await recordOldPieces(scope, new Date(receivedAt.getTime() + 25 * 3_600_000));
    expect(await textsOf(scope)).toHaveLength(1);
    await recordOldPieces(scope, new Date(receivedAt.getTime() + 27 * 3_600_000));
    expect((await textsOf(scope)).map(({ text }) => text).sort()).toEqual(["[…]tail[…]", "ab"]);
  });
});

test.each([
  ["labsmobile", {}, "received", { msisdn: "50230110906", action: "out" }],
  ["jasmin", {}, "UCS-2", { msisdn: PERSON, text: "BAJA", action: "out" }],
  [
    "generic",
    {
      ...{ reference: "id", status: "status", statuses: { ok: "delivered" } },
      inbound: { from: "events[].sms.source", to: "events[].sms.target", text: "events[].sms.body" },
    },
    "as JSON",
    { msisdn: PERSON, recipient: "217777", action: "out" },
  ],
] as const)("%s: from its real form to the list", async (kind, config, fixture, expected) => {
  const { scope, token } = await set(kind, config);
  await receiveInbound(fixturesOf(kind, token)[fixture]!, token);
  expect(await textsOf(scope)).toMatchObject([expected]);
  expect(await listed(scope)).toEqual([expected.msisdn]);
});

test("a wrong secret, the simulator and another's gateway are no inbound addresses; what says nothing is refused", async () => {
  const { scope, gateway, token } = await set("kannel", KANNEL);
  const [simulator] = await db
    .insert(gateways)
    .values({ accountId: scope.accountId, id: gateway.id + 1, name: "S", kind: "simulator", secret: gateway.secret })
    .returning();
  for (const wrong of [
    "x",
    `${token}x`,
    tokenOf(simulator!),
    tokenOf({ ...gateway, accountId: gateway.accountId + 1 }),
  ])
    await expect(receiveInbound(kannel(wrong, "STOP"), wrong)).rejects.toMatchObject({ outcome: "not-found" });
  await expect(receiveInbound(request("GET", `/inbound/${token}?x=1`), token)).rejects.toMatchObject({
    outcome: "invalid",
  });
  expect(await textsOf(scope)).toEqual([]);
});

test("the same event at two accounts is each one's own", async () => {
  const [mine, theirs] = [await set("kannel", KANNEL), await set("kannel", KANNEL)];
  const id = crypto.randomUUID();
  for (const { token } of [mine, theirs]) await receiveInbound(kannel(token, "STOP", { id }), token);
  for (const { scope } of [mine, theirs]) {
    expect(await textsOf(scope)).toHaveLength(1);
    const own = and(eq(blacklist.accountId, scope.accountId), eq(blacklist.msisdn, PERSON));
    expect(await db.$count(blacklist, own)).toBe(1);
  }
});
