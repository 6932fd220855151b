import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { closeDatabase, db } from "@/db";
import { gatewayReferences, gateways, messages, parkedReceipts, receipts } from "@/db/schema";
import { createAccount, createMessage, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { createGateway } from "@/lib/gateways/commands";
import type { RawRequest } from "@/lib/gateways/gateway";
import { FORM, JSON_TYPE, request, requestsOf } from "@/lib/gateways/testing";
import { tokenOf } from "@/lib/gateways/token";
import { sign as signAsTwilio } from "@/lib/gateways/twilio/signature";
import { sign as signAsVonage } from "@/lib/gateways/vonage/signature";
import { receiveReceipt } from "./receipts";

const PUBLIC_URL = "https://sms.example.com";
beforeEach(() => vi.stubEnv("PUBLIC_URL", PUBLIC_URL));
afterAll(closeDatabase);

/** An account with a gateway and its messages, which the gateway knows by these names. */
async function set(kind: string, config: Record<string, unknown>, ...names: string[]) {
  const scope = await createAccount();
  const gateway = await createGateway(scope, { kind, name: kind, config });
  const given = { status: "processed", segments: 3, gatewayId: gateway.id } as const;
  const sent = await createMessages(scope, names.length > 0 ? names.map(() => given) : [given]);
  if (names.length > 0)
    await db.insert(gatewayReferences).values(
      names.map((reference, i) => {
        const { id, sentAt } = sent[i]!;
        return { accountId: scope.accountId, gatewayId: gateway.id, reference, sentAt, id };
      }),
    );
  return { scope, gateway, token: tokenOf(gateway), ids: sent.map(({ id }) => id) };
}

const fixturesOf = (kind: string, file: string, token: string) =>
  requestsOf(new URL(`../../gateways/${kind}/fixtures/${file}.http`, import.meta.url), token);

const messageOf = async (scope: Scope, id: string) =>
  (
    await db
      .select()
      .from(messages)
      .where(and(eq(messages.accountId, scope.accountId), eq(messages.id, id)))
  )[0]!;

async function timeline(scope: Scope, id: string) {
  const mine = and(eq(receipts.accountId, scope.accountId), eq(receipts.messageId, id));
  const rows = await db.select().from(receipts).where(mine).orderBy(asc(receipts.receivedAt), asc(receipts.key));
  return rows.map(({ meaning, verdict }) => [meaning, verdict]);
}

const parked = (scope: Scope) => db.select().from(parkedReceipts).where(eq(parkedReceipts.accountId, scope.accountId));

/** One after the other, a second apart. */
async function receive(requests: readonly RawRequest[], token: string) {
  const answers = [];
  for (const [i, each] of requests.entries())
    answers.push(await receiveReceipt({ ...each, receivedAt: new Date(each.receivedAt.getTime() + i * 1000) }, token));
  return answers;
}

const OK = { status: 200, headers: { "content-type": "text/plain" }, body: "OK" };
const EMPTY = { ...OK, body: "" };

test("Kannel: by our own id, answered as before", async () => {
  const config = { url: "http://kannel:13013/", username: "u", password: "p" };
  const { scope, token, ids } = await set("kannel", config);
  const id = ids[0]!;
  const call = (d: number) => request("GET", `/receipts/${token}?ref=${id}&n=1&d=${d}&eid=&a=`);
  expect(await receive([call(8), call(1), call(1)], token)).toEqual([OK, OK, OK]);
  expect(await messageOf(scope, id)).toMatchObject({ status: "delivered", receipts: 2 });
  expect(await timeline(scope, id)).toEqual([
    ["sent", "applied"],
    ["delivered", "applied"],
  ]);
  await expect(receiveReceipt(request("GET", `/receipts/${token}?d=1`), token)).rejects.toMatchObject({
    outcome: "invalid",
  });
});

test("LabsMobile: by subid and recipient", async () => {
  const { scope, token, ids } = await set(
    "labsmobile",
    { zone: "UTC" },
    "69a0b164a0e7b:34600000001",
    "69a0b164a0e7b:34600000002",
  );
  const { gateway, operator, handset, error } = fixturesOf("labsmobile", "acks", token);
  expect(await receive([handset!, gateway!, operator!, error!], token)).toEqual([OK, OK, OK, OK]);
  expect(await timeline(scope, ids[0]!)).toEqual([
    ["delivered", "applied"],
    ["sent", "late"],
    ["sent", "duplicate"],
  ]);
  expect(await messageOf(scope, ids[0]!)).toMatchObject({ status: "delivered" });
  expect(await messageOf(scope, ids[1]!)).toMatchObject({ status: "expired", code: "EXPIRED", reason: "expired" });
});

test("Jasmin: by its id, and answered in its word", async () => {
  const { scope, token, ids } = await set("jasmin", {}, "07033084-5cfd-4812-90a4-e4d24ffb6e3d");
  const { accepted, delivered } = fixturesOf("jasmin", "receipts", token);
  const answer = { ...OK, body: "ACK/Jasmin" };
  expect(await receive([accepted!, delivered!, delivered!], token)).toEqual([answer, answer, answer]);
  expect(await messageOf(scope, ids[0]!)).toMatchObject({ status: "delivered", receipts: 2 });
});

test("Jasmin: a refusal at submit costs nothing", async () => {
  const { scope, token, ids } = await set("jasmin", {}, "07033084-5cfd-4812-90a4-e4d24ffb6e3d");
  await receive([fixturesOf("jasmin", "receipts", token).refused!], token);
  expect(await messageOf(scope, ids[0]!)).toMatchObject({
    ...{ status: "rejected", code: "ESME_RINVDSTADR", reason: "invalid_number", credits: "0.0000" },
  });
});

describe("Twilio", () => {
  const SID = "SM0b6e2697aae04182a9f5b5c7a8994c7f";
  const signed = (from: RawRequest, publicUrl = PUBLIC_URL): RawRequest => {
    const form = new URLSearchParams(from.body.toString());
    return { ...from, headers: { ...FORM, "x-twilio-signature": signAsTwilio("12345", publicUrl + from.url, form) } };
  };

  test("by its sid, signed for our public address", async () => {
    const { scope, token, ids } = await set("twilio", { authToken: "12345" }, SID);
    const { sent, undelivered } = fixturesOf("twilio", "status-callbacks", token);
    expect(await receive([signed(sent!), signed(undelivered!)], token)).toEqual([EMPTY, EMPTY]);
    expect(await messageOf(scope, ids[0]!)).toMatchObject({
      ...{ status: "non-deliverable", code: "30005", reason: "unknown_subscriber" },
    });
  });

  test("what is not signed, or for another address, is forbidden and leaves no trace", async () => {
    const { scope, token, ids } = await set("twilio", { authToken: "12345" }, SID);
    const { delivered } = fixturesOf("twilio", "status-callbacks", token);
    const forged = signed(delivered!, "https://evil.example");
    const told = {
      ...forged,
      headers: { ...forged.headers, host: "evil.example", "x-forwarded-host": "evil.example" },
    };
    for (const wrong of [delivered!, { ...delivered!, headers: FORM }, forged, told])
      await expect(receiveReceipt(wrong, token)).rejects.toMatchObject({ outcome: "forbidden" });
    expect(await messageOf(scope, ids[0]!)).toMatchObject({ status: "processed", receipts: 0 });
    expect(await parked(scope)).toEqual([]);
  });
});

describe("Infobip", () => {
  test("several messages at once, each with its own piece of the request", async () => {
    const names = ["MESSAGE-1", "MESSAGE-2", "MESSAGE-3"];
    const { scope, token, ids } = await set("infobip", {}, ...names);
    const fixtures = fixturesOf("infobip", "reports", token);
    const order = ["delivered to operator", "not delivered and expired", "inbound message", "delivered to handset"];
    const answers = await receive(
      order.map((name) => fixtures[name]!),
      token,
    );
    expect(answers).toEqual([EMPTY, EMPTY, EMPTY, EMPTY]);
    const outcomes = await Promise.all(ids.map((id) => messageOf(scope, id)));
    expect(outcomes.map(({ status, reason }) => [status, reason])).toEqual([
      ["delivered", null],
      ["non-deliverable", "unknown_subscriber"],
      ["expired", "absent"],
    ]);
    const [row] = await db
      .select()
      .from(receipts)
      .where(and(eq(receipts.accountId, scope.accountId), eq(receipts.messageId, ids[2]!)));
    expect(row!.raw).toMatch(/^POST \/receipts\/…\n\n\{"messageId":"MESSAGE-3"/);
    expect(row!.raw).not.toContain("MESSAGE-2");
  });

  test("more than one batch of them is recorded before the one answer; what is unknown is parked", async () => {
    const names = Array.from({ length: 300 }, (_, i) => `M-${i}`);
    const { scope, token } = await set("infobip", {}, ...names);
    const results = [...names, "M-unknown"].map((messageId) => ({
      ...{ messageId, doneAt: "2026-11-23T12:00:00.000+0000" },
      ...{ status: { groupId: 3, id: 5, name: "DELIVERED_TO_HANDSET" }, error: { id: 0 } },
    }));
    const report = request("POST", `/receipts/${token}`, JSON.stringify({ results }), JSON_TYPE);
    expect(await receiveReceipt(report, token)).toEqual(EMPTY);
    const delivered = and(eq(messages.accountId, scope.accountId), eq(messages.status, "delivered"));
    expect(await db.$count(messages, delivered)).toBe(300);
    const [waiting, ...more] = await parked(scope);
    expect(more).toEqual([]);
    expect(waiting).toMatchObject({ reference: "M-unknown" });
    expect(waiting!.receipt).not.toHaveProperty("excerpt");
  });

  test("a message it took for a duplicate is one, and costs nothing", async () => {
    const { scope, token, ids } = await set("infobip", {}, "MESSAGE-1");
    const status = { groupId: 5, id: 23, name: "DUPLICATE_MESSAGE_ID" };
    const body = JSON.stringify({ results: [{ messageId: "MESSAGE-1", status }] });
    await receiveReceipt(request("POST", `/receipts/${token}`, body, JSON_TYPE), token);
    expect(await messageOf(scope, ids[0]!)).toMatchObject({
      ...{ status: "duplicate", reason: "duplicate", credits: "0.0000" },
    });
  });

  test("a password that is set is asked for", async () => {
    const { scope, token, ids } = await set("infobip", { basic: { username: "u", password: "p" } }, "MESSAGE-1");
    const report = fixturesOf("infobip", "reports", token)["delivered to handset"]!;
    await expect(receiveReceipt(report, token)).rejects.toMatchObject({ outcome: "forbidden" });
    const authorization = `Basic ${Buffer.from("u:p").toString("base64")}`;
    await receiveReceipt({ ...report, headers: { ...report.headers, authorization } }, token);
    expect(await messageOf(scope, ids[0]!)).toMatchObject({ status: "delivered" });
  });
});

describe("Vonage", () => {
  test("by its id, a failed part of a message fails the message", async () => {
    const { scope, gateway, token, ids } = await set("vonage", {}, "0B00000127FDBC63");
    const { id, sentAt } = await messageOf(scope, ids[0]!);
    const second = { gatewayId: gateway.id, reference: "0B00000127FDBC64", part: 2 };
    await db.insert(gatewayReferences).values({ accountId: scope.accountId, sentAt, id, ...second });
    const fixtures = fixturesOf("vonage", "receipts", token);
    const first = fixtures["delivered as JSON"]!;
    const other = {
      ...first,
      body: Buffer.from(first.body.toString().replace("FDBC63", "FDBC64").replace("delivered", "failed")),
    };
    expect(await receive([first, other], token)).toEqual([OK, OK]);
    expect(await messageOf(scope, id)).toMatchObject({ status: "non-deliverable", receipts: 2 });
  });

  test("by our own id in client-ref, delivered when every part is", async () => {
    const { scope, token, ids } = await set("vonage", {});
    const part = (messageId: string, status: string) =>
      request("GET", `/receipts/${token}?messageId=${messageId}&status=${status}&err-code=0&client-ref=${ids[0]}`);
    await receive([part("A1", "delivered"), part("A2", "buffered")], token);
    expect(await messageOf(scope, ids[0]!)).toMatchObject({ status: "sent" });
    await receive([part("A2", "delivered")], token);
    expect(await messageOf(scope, ids[0]!)).toMatchObject({ status: "delivered", receipts: 3 });
  });

  test("signed, where its secret is set", async () => {
    const signature = { secret: "my_secret_key_for_testing", method: "sha256" } as const;
    const { scope, token, ids } = await set("vonage", { signature });
    const fields = { messageId: "A1", status: "delivered", "client-ref": ids[0]! };
    const form = (more: Record<string, string>) =>
      request("POST", `/receipts/${token}`, new URLSearchParams({ ...fields, ...more }).toString(), FORM);
    const at = form({}).receivedAt;
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const sig = signAsVonage(new URLSearchParams({ ...fields, timestamp }), signature.secret, signature.method);
    for (const wrong of [form({}), form({ timestamp, sig: "0" }), form({ timestamp, sig, status: "failed" })])
      await expect(receiveReceipt(wrong, token)).rejects.toMatchObject({ outcome: "forbidden" });
    expect(await receiveReceipt(form({ timestamp, sig }), token)).toEqual(OK);
    expect(await messageOf(scope, ids[0]!)).toMatchObject({ status: "delivered", receipts: 1 });
  });
});

describe("a gateway of another kind", () => {
  const config = {
    ...{ reference: "results[].id", status: "results[].parts[].state.word", part: "results[].parts[].n" },
    ...{ code: "results[].parts[].state.why", answer: "THANK YOU" },
    statuses: { delivered: "delivered", failed: "non-deliverable", expired: "expired" },
  };

  test("is read as its settings say and answered as they say", async () => {
    const { scope, gateway, token, ids } = await set("generic", config, "A", "B");
    const errors = { "no route": "temporary" };
    await db
      .update(gateways)
      .set({ errors })
      .where(and(eq(gateways.accountId, scope.accountId), eq(gateways.id, gateway.id)));
    const several = fixturesOf("generic", "receipts", token)["several at once"]!;
    expect(await receive([several, several], token)).toEqual([
      { ...OK, body: "THANK YOU" },
      { ...OK, body: "THANK YOU" },
    ]);
    expect(await messageOf(scope, ids[0]!)).toMatchObject({
      ...{ status: "non-deliverable", code: "no route", reason: "temporary", receipts: 2 },
    });
    expect(await messageOf(scope, ids[1]!)).toMatchObject({ status: "expired", receipts: 1 });
  });

  test("whatever stands in its fields can be kept, with a message and parked", async () => {
    const flat = { reference: "id", status: "status", statuses: { ok: "delivered" } };
    const { scope, token, ids } = await set("generic", flat, "M1");
    const odd = (id: string) => `id=${id}&status=%00%ff${"%F0%9F%98%80".repeat(600)}`;
    const requests = [odd("M1"), odd("%00%ff"), odd("M2")].flatMap((query) => [
      request("GET", `/receipts/${token}?${query}`),
      request("POST", `/receipts/${token}`, Buffer.from(`${query}\xff\x00`, "latin1"), FORM),
    ]);
    await receive(requests, token);
    await receive([request("POST", `/receipts/${token}`, '{"id":"M1","status":"\\u0000\\ud83d"}', JSON_TYPE)], token);
    expect(await timeline(scope, ids[0]!)).toHaveLength(3);
    expect(await parked(scope)).toHaveLength(4);
  });
});

test("a wrong secret, the simulator and another's gateway are no receipt addresses", async () => {
  const { scope, gateway, token } = await set("jasmin", {}, "X");
  const [simulator] = await db
    .insert(gateways)
    .values({ accountId: scope.accountId, id: gateway.id + 1, name: "S", kind: "simulator", secret: gateway.secret })
    .returning();
  const { accepted } = fixturesOf("jasmin", "receipts", token);
  for (const wrong of [
    "x",
    `${token}x`,
    tokenOf(simulator!),
    tokenOf({ ...gateway, accountId: gateway.accountId + 1 }),
  ])
    await expect(receiveReceipt(accepted!, wrong)).rejects.toMatchObject({ outcome: "not-found" });
});

test("a message of another account is not reached by its name or its id", async () => {
  const mine = await set("jasmin", {}, "SAME");
  const theirs = await createMessage(await createAccount(), { status: "processed" });
  for (const id of [theirs.id, "OTHER"])
    await receiveReceipt(request("GET", `/receipts/${mine.token}?id=${id}&message_status=DELIVRD`), mine.token);
  expect((await parked(mine.scope)).map(({ reference }) => reference).sort()).toEqual([theirs.id, "OTHER"].sort());
  expect(await db.$count(receipts, eq(receipts.accountId, theirs.accountId))).toBe(0);
});
