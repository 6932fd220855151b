import { type ClientRequest, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db";
import { accounts, inboundMessages, messages, parkedReceipts } from "@/db/schema";
import { createAccount, unique } from "@/db/testing";
import { createAccount as openAccount } from "@/lib/accounts/commands";
import { createKey } from "@/lib/auth/api-key";
import type { Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { addGateway } from "@/lib/gateways/add-gateway";
import { tokenOf } from "@/lib/gateways/token";
import { openFrontDoor } from "./front-door";

let server: Server;
let base: string;

beforeAll(async () => {
  server = openFrontDoor(async (_, response) => void response.writeHead(200).end("a page"), 1);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const keyOf = async (scope: Scope) =>
  (await createKey(scope, { name: "test", scopes: ["send", "read", "receipts"] })).key;
const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(base + path, { method: "POST", body, headers });
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const stored = (scope: Scope) => db.$count(messages, eq(messages.accountId, scope.accountId));
/** Each test guesses from a network of its own: one that guesses is slowed, and the others must not be. */
let networks = 0;
const elsewhere = () => ({ "x-forwarded-for": `198.51.${Math.floor(Math.random() * 200)}.${networks++}` });

test("an Idempotency-Key is answered with the first answer, and only for the same request", async () => {
  const scope = await createAccount();
  const headers = { ...bearer(await keyOf(scope)), "idempotency-key": unique("key") };
  const body = JSON.stringify({ to: "34600111222", text: "Hola", sender: "Shop" });
  const answers = await Promise.all([1, 2, 3].map(() => post("/api/v1/messages", body, headers)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 202]);
  const ids = await Promise.all(answers.map(async (answer) => (await answer.json()).messages[0].id));
  expect(new Set(ids).size).toBe(1);
  expect(await stored(scope)).toBe(1);
  const other = await post("/api/v1/messages", body.replace("Hola", "Adios"), headers);
  expect([other.status, (await other.json()).title]).toEqual([409, "conflict"]);
});

test.each([
  ["{", 400, "not JSON"],
  ["[]", 400, "JSON object"],
  ["{}", 400, "exactly one of"],
  ['{"to":"1","recipients":["2"],"text":"x"}', 400, "exactly one of"],
  ['{"to":"34600111222","text":""}', 400, "text:"],
  ['{"to":"34600111222","text":"x","typo":1}', 400, "typo"],
  ['{"recipients":[],"text":"x"}', 400, "recipients:"],
  ['{"to":"34600111222","text":"x\\u0000"}', 400, "NUL"],
])("a request that cannot be read says where: %s", async (body, status, told) => {
  const scope = await createAccount();
  const answer = await post("/api/v1/messages", body, bearer(await keyOf(scope)));
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect((await answer.json()).detail).toContain(told);
  expect(await stored(scope)).toBe(0);
});

test("without a right key nothing is taken, and guessing gets slower", async () => {
  const from = elsewhere();
  const guess = () => post("/api/v1/messages", "{}", { ...bearer(`acuse_${"x".repeat(32)}`), ...from });
  expect((await guess()).status).toBe(401);
  let last = await guess();
  for (let i = 0; i < 60 && last.status !== 429; i++) last = await guess();
  expect(last.status).toBe(429);
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("a body beyond the bound is refused before it is read", async () => {
  const answer = await post("/receipts/1-1-aaaaaaaaaaaaaaaaaaaa", "x".repeat(1_100_000)).catch(() => null);
  expect(answer === null || answer.status === 413).toBe(true);
});

test("a receipt of an unknown message is kept and answered 200; a wrong path is not found", async () => {
  const scope = await createAccount();
  const gateway = await db.transaction((tx) =>
    addGateway(tx, scope, { kind: "kannel", name: "K", config: {}, errors: {} }),
  );
  const query = "ref=0199f0b2-1111-7222-8333-444455556666&d=1&eid=e1&a=stat:DELIVRD";
  const answer = await fetch(`${base}/receipts/${tokenOf(gateway)}?${query}`);
  expect([answer.status, await answer.text()]).toEqual([200, "OK"]);
  const [parked] = await db.select().from(parkedReceipts).where(eq(parkedReceipts.accountId, scope.accountId));
  expect(parked!.raw).not.toContain(gateway.secret);
  expect((await fetch(`${base}/receipts/${tokenOf({ ...gateway, secret: "a".repeat(24) })}?${query}`)).status).toBe(
    404,
  );
});

test("the compatible API answers errors with 400 and 401, or always 200 where the account asks for it", async () => {
  const email = `${unique("shop")}@example.com`;
  const { accountId } = await openAccount({
    email,
    password: "a long password",
    name: "Shop",
    zone: "UTC",
    defaultCountry: null,
    locale: "en",
  });
  const scope = await scopeOfWorker(accountId);
  const basic = (key: string) => ({
    authorization: `Basic ${Buffer.from(`${email}:${key}`).toString("base64")}`,
    ...elsewhere(),
  });
  const key = await keyOf(scope);
  const empty = await post("/json/send", '{"message":"x","recipient":[]}', basic(key));
  expect([empty.status, await empty.json()]).toEqual([400, { code: "23", message: "There are no recipients." }]);
  expect((await post("/json/send", "{}", basic("wrong"))).status).toBe(401);
  await db.update(accounts).set({ compatAlways200: true }).where(eq(accounts.id, accountId));
  const other = await keyOf(scope); // a key just used is remembered for some seconds
  const always = await post("/json/send", '{"message":"x","recipient":[]}', basic(other));
  expect([always.status, (await always.json()).code]).toEqual([200, "23"]);
});

test("everything else is a page", async () => {
  expect(await (await fetch(`${base}/monitoring/messages`)).text()).toBe("a page");
  expect(await (await fetch(`${base}/api/v1/messages`)).text()).toBe("a page");
});

test.each([
  ["PUT", "/receipts/1-1-aaaaaaaaaaaaaaaaaaaa", 405, "GET, POST, OPTIONS"],
  ["DELETE", "/json/send", 405, "GET, POST, OPTIONS"],
  ["POST", "/r/1abcdefgh", 405, "GET, HEAD, OPTIONS"],
  ["GET", "/api/v1/receipts", 405, "POST, OPTIONS"],
  ["GET", "/api/v1/messages/import", 405, "POST, OPTIONS"],
  ["OPTIONS", "/receipts/1-1-aaaaaaaaaaaaaaaaaaaa", 204, "GET, POST, OPTIONS"],
])("%s %s is answered %i with what is allowed", async (method, path, status, allow) => {
  const answer = await fetch(base + path, { method });
  expect([answer.status, answer.headers.get("allow")]).toEqual([status, allow]);
  if (status === 204) return;
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(await answer.json()).toEqual({ title: "method-not-allowed", status, detail: `Allowed here: ${allow}.` });
});

test("HEAD of a short link says where it would lead, without a body", async () => {
  const answer = await fetch(`${base}/r/1abcdefgh`, { method: "HEAD" });
  expect([answer.status, await answer.text()]).toEqual([404, ""]);
});

/** A front door with bounds of its own. */
async function bounded(bounds: { requests: number; bytes: number; connections: number }) {
  const own = openFrontDoor(async (_, response) => void response.end("a page"), 0, bounds);
  await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
  const { port } = own.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, close: () => own.close() };
}

test("one request more than can be answered at once is told to come back, and pages are not", async () => {
  const { url, close } = await bounded({ requests: 0, bytes: 1_000, connections: 10 });
  const answer = await fetch(`${url}/receipts/1-1-aaaaaaaaaaaaaaaaaaaa`);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
  const compatible = await fetch(`${url}/json/balance`);
  expect([compatible.status, compatible.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await (await fetch(`${url}/monitoring`)).text()).toBe("a page");
  close();
});

test("bodies that are still coming count: beyond the room a request is told to come back, and is taken when there is room", async () => {
  const { url, port, close } = await bounded({ requests: 10, bytes: 10_000, connections: 10 });
  const held: ClientRequest = request({ port, host: "127.0.0.1", path: "/json/send", method: "POST" });
  const ended = new Promise<number>((resolve) => held.on("response", (response) => resolve(response.statusCode!)));
  held.write("x".repeat(8_000));
  const another = () =>
    fetch(`${url}/json/send`, { method: "POST", body: "y".repeat(4_000) }).then(({ status }) => status);
  await expect.poll(another).toBe(503);
  held.end();
  expect(await ended).toBe(401);
  expect(await another()).toBe(401);
  close();
});

test("what people send comes in at the front door, and Kannel is answered with nothing to send on", async () => {
  const scope = await createAccount();
  const given = { kind: "kannel", name: "K", config: {}, errors: {} } as const;
  const token = tokenOf(await db.transaction((tx) => addGateway(tx, scope, given)));
  const answer = await fetch(`${base}/inbound/${token}?from=%2B34600111222&to=217777&text=%00S%00T%00O%00P&coding=2`);
  expect([answer.status, answer.headers.get("content-length"), await answer.text()]).toEqual([200, "0", ""]);
  const [text] = await db.select().from(inboundMessages).where(eq(inboundMessages.accountId, scope.accountId));
  expect(text).toMatchObject({ msisdn: "34600111222", text: "STOP", action: "out" });
  expect((await fetch(`${base}/inbound/${token}x`)).status).toBe(404);
  expect((await post(`/inbound/${token}`, "x".repeat(1024 * 1024 + 1))).status).toBe(413);
});

test("an unsubscribe page is the front door's own, and a body of more than its button is refused", async () => {
  for (const method of ["GET", "HEAD"]) {
    const answer = await fetch(`${base}/u/1nobody00`, { method });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    expect(answer.headers.get("x-robots-tag")).toBe("noindex, nofollow");
  }
  expect((await post("/u/1nobody00", "x".repeat(2_000))).status).toBe(413);
});
