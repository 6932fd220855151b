import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db";
import { messages, scheduledSendings } from "@/db/schema";
import { unique } from "@/db/testing";
import { createAccount } from "@/lib/accounts/commands";
import { createKey } from "@/lib/auth/api-key";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { addCredits, setCreditControl, setPrices } from "@/lib/credits/commands";
import { openFrontDoor } from "../front-door";

let server: Server;
let base: string;
beforeAll(async () => {
  server = openFrontDoor(async (_, response) => void response.writeHead(200).end("a page"), 1);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** A client of an account under credit control with so much to spend. */
async function client(amount: string) {
  const email = `${unique("owner")}@example.com`;
  const given = { email, password: "correct horse battery", name: unique("account"), zone: "Europe/Madrid" };
  const { accountId } = await createAccount({ ...given, defaultCountry: "ES" });
  await setCreditControl("terminal", accountId, true);
  await addCredits("terminal", accountId, { amount, note: "Test" }, new Date());
  const scope = await scopeOfWorker(accountId);
  const { key } = await createKey(scope, { name: "test", scopes: ["send", "read"] });
  const authorization = `Basic ${Buffer.from(`${email}:${key}`).toString("base64")}`;
  const json = async (path: string, body: object | null) => {
    const answer = await fetch(base + path, {
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
      headers: { authorization },
    });
    return { status: answer.status, body: await answer.json() };
  };
  const get = async (path: string) => (await fetch(base + path, { headers: { authorization } })).text();
  const native = (body: object, headers: Record<string, string> = {}) =>
    fetch(`${base}/api/v1/messages`, {
      ...{ method: "POST", body: JSON.stringify(body) },
      headers: { authorization: `Bearer ${key}`, ...headers },
    });
  const stored = () => db.$count(messages, eq(messages.accountId, accountId));
  return { accountId, json, get, native, stored };
}

const two = [{ msisdn: "34600000001" }, { msisdn: "34600000002" }];

test("the compatible API refuses with code 35 what the balance does not cover, in each of its families", async () => {
  const { accountId, json, get, stored } = await client("1.5");
  expect(await json("/json/balance", null)).toEqual({ status: 200, body: { code: 0, credits: "1.50" } });
  const refused = await json("/json/send", { recipient: two, message: "hi", tpoa: "Shop" });
  expect(refused).toMatchObject({ status: 400, body: { code: "35" } });
  expect(await get("/get/send.php?msisdn=34600000001,34600000002&message=hi&sender=Shop")).toContain("<code>35</code>");
  expect(await stored()).toBe(0);
  await setPrices("terminal", accountId, [{ prefix: "346", credits: "0.75" }]);
  expect(await json("/json/prices", { countries: ["ES"] })).toEqual({
    status: 200,
    body: { ES: { isocode: "ES", prefix: "34", name: "Spain", credits: 0.75 } },
  });
  const sent = await json("/json/send", { recipient: two, message: "hi", tpoa: "Shop" });
  expect(sent).toMatchObject({ status: 200, body: { code: "0" } });
  expect(await json("/json/balance", null)).toEqual({ status: 200, body: { code: 0, credits: "0.00" } });
  expect(await get("/get/balance.php")).toContain("<credits>0.00</credits>");
});

test("a scheduled sending that is sent at once needs the credit, and waits on without it", async () => {
  const { accountId, json, stored } = await client("1");
  const scheduled = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19).replace("T", " ");
  const asked = { recipient: two, message: "hi", tpoa: "Shop", subid: "later", scheduled };
  expect(await json("/json/send", asked)).toMatchObject({ status: 200, body: { code: "0" } });
  expect(await json("/json/scheduled", { subid: "later", cmd: "send" })).toMatchObject({ body: { code: 35 } });
  expect([await stored(), await db.$count(scheduledSendings, eq(scheduledSendings.accountId, accountId))]).toEqual([
    0, 1,
  ]);
});

test("the native API answers 402 as a problem, and the same key may be tried again after a top-up", async () => {
  const { accountId, native, stored } = await client("1");
  const headers = { "idempotency-key": unique("key") };
  const body = { recipients: ["34600000001", "34600000002"], text: "hi", sender: "Shop" };
  const refused = await native(body, headers);
  expect([refused.status, refused.headers.get("content-type")]).toEqual([
    402,
    "application/problem+json; charset=utf-8",
  ]);
  expect(await refused.json()).toMatchObject({ title: "no-credit", status: 402 });
  expect(await stored()).toBe(0);
  await addCredits("terminal", accountId, { amount: "1", note: "Test" }, new Date());
  expect((await native(body, headers)).status).toBe(202);
  expect(await stored()).toBe(2);
});
