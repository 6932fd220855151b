import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { messages, outbox } from "@/db/schema";
import { createAccount } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import { createGateway, switchGateway } from "./commands";
import { moveWaiting } from "./move-waiting";
import { listRoutes, setRoutes } from "./routes";

const config = { url: "http://kannel.example:13013/cgi-bin/sendsms", username: "shop", password: "sesame" };
const add = async (scope: Scope, name: string) => (await createGateway(scope, { kind: "kannel", name, config })).id;
const [SPAIN, MOBILE, MEXICO, FRANCE] = ["34911222333", "34600111222", "525512345678", "33612345678"] as const;

const send = async (scope: Scope, to: readonly string[]) =>
  acceptMessages(
    scope,
    {
      ...{ origin: "api", subid: null, label: null, campaign: null, test: false, allowDuplicates: true },
      validityMinutes: null,
      messages: to.map((each) => ({
        ...{ to: each, text: "Hola", parameters: null, sender: "Shop", ucs2: false, reference: null },
      })),
    },
    new Date(),
  );
/** Which gateway each number waits for; the message and its place in the queue say the same. */
async function waiting(scope: Scope): Promise<Record<string, number>> {
  const rows = await db
    .select({ msisdn: messages.msisdn, said: messages.gatewayId, queued: outbox.gatewayId })
    .from(outbox)
    .innerJoin(messages, and(eq(messages.accountId, outbox.accountId), eq(messages.id, outbox.id)))
    .where(eq(outbox.accountId, scope.accountId));
  for (const { said, queued } of rows) expect(said).toBe(queued);
  return Object.fromEntries(rows.map(({ msisdn, queued }) => [msisdn, queued]));
}

test("each number goes to the gateway of its longest prefix, the others to the first", async () => {
  const scope = await createAccount();
  const [first, second, third] = [await add(scope, "A"), await add(scope, "B"), await add(scope, "C")];
  await setRoutes(scope, [
    { prefix: "34", gatewayId: second },
    { prefix: "346", gatewayId: third },
    { prefix: "52", gatewayId: third },
  ]);
  await send(scope, [SPAIN, MOBILE, MEXICO, FRANCE]);
  expect(await waiting(scope)).toEqual({ [SPAIN]: second, [MOBILE]: third, [MEXICO]: third, [FRANCE]: first });
});

test("a route to a gateway that is off does not count; the next shorter one does", async () => {
  const scope = await createAccount();
  const [first, second, third] = [await add(scope, "A"), await add(scope, "B"), await add(scope, "C")];
  await setRoutes(scope, [
    { prefix: "34", gatewayId: second },
    { prefix: "346", gatewayId: third },
    { prefix: "52", gatewayId: third },
  ]);
  await switchGateway(scope, third, false);
  await send(scope, [MOBILE, MEXICO]);
  expect(await waiting(scope)).toEqual({ [MOBILE]: second, [MEXICO]: first });
});

test("what waits for a gateway that is off stays with it, until it is moved to where it would go now", async () => {
  const scope = await createAccount();
  const [first, second] = [await add(scope, "A"), await add(scope, "B")];
  await setRoutes(scope, [{ prefix: "34", gatewayId: second }]);
  await send(scope, [SPAIN, MOBILE, FRANCE]);
  await expect(moveWaiting(scope, second, new Date())).rejects.toMatchObject({ key: "gateway-is-on" });
  await switchGateway(scope, second, false);
  // One is just being handed over: nobody knows whether it was taken.
  const [busy] = await db
    .select()
    .from(messages)
    .where(and(eq(messages.accountId, scope.accountId), eq(messages.msisdn, MOBILE)));
  const inHand = and(eq(outbox.accountId, scope.accountId), eq(outbox.id, busy!.id));
  await db.update(outbox).set({ handingAt: new Date() }).where(inHand);
  expect(await waiting(scope)).toEqual({ [SPAIN]: second, [MOBILE]: second, [FRANCE]: first });
  expect(await moveWaiting(scope, second, new Date())).toBe(1);
  expect(await waiting(scope)).toEqual({ [SPAIN]: first, [MOBILE]: second, [FRANCE]: first });
});

test("nothing real is moved into the simulator", async () => {
  const scope = await createAccount();
  const only = await add(scope, "A");
  await send(scope, [SPAIN]);
  await switchGateway(scope, only, false);
  await expect(moveWaiting(scope, only, new Date())).rejects.toMatchObject({ key: "no-other-gateway" });
  expect(await waiting(scope)).toEqual({ [SPAIN]: only });
});

test("what waits for another account's gateway is not found, and stays", async () => {
  const [scope, other] = [await createAccount(), await createAccount()];
  const [, second] = [await add(scope, "A"), await add(scope, "B")];
  await add(other, "C");
  await setRoutes(scope, [{ prefix: "34", gatewayId: second }]);
  await send(scope, [SPAIN]);
  await switchGateway(scope, second, false);
  await expect(moveWaiting(other, second, new Date())).rejects.toMatchObject({ outcome: "not-found" });
  // Nor is it moved from a gateway of theirs that has the same number.
  await add(other, "D");
  await switchGateway(other, second, false);
  expect(await moveWaiting(other, second, new Date())).toBe(0);
  expect(await waiting(scope)).toEqual({ [SPAIN]: second });
});

test("routes are replaced as a whole; each fault is told at its row, and then nothing changes", async () => {
  const [scope, other] = [await createAccount(), await createAccount()];
  const [mine, foreign] = [await add(scope, "A"), await add(other, "B")];
  await add(other, "C");
  await setRoutes(scope, [{ prefix: "34", gatewayId: mine }]);
  const wrong = setRoutes(scope, [
    { prefix: "+34", gatewayId: mine },
    { prefix: "52", gatewayId: mine },
    { prefix: "52", gatewayId: mine },
    { prefix: "33", gatewayId: 99 },
  ]);
  await expect(wrong).rejects.toMatchObject({
    fields: { "routes.0": "not-a-prefix", "routes.2": "prefix-twice", "routes.3": "unknown-gateway" },
  });
  expect(await listRoutes(scope)).toEqual([{ prefix: "34", gatewayId: mine }]);
  expect(await listRoutes(other)).toEqual([]);
  await setRoutes(other, [{ prefix: "34", gatewayId: foreign }]);
  await setRoutes(scope, []);
  expect(await listRoutes(scope)).toEqual([]);
  expect(await listRoutes(other)).toHaveLength(1);
});

test("only who manages sees, sets and moves", async () => {
  const scope = await createAccount({ role: "viewer" });
  for (const asked of [listRoutes(scope), setRoutes(scope, []), moveWaiting(scope, 1, new Date())])
    await expect(asked).rejects.toMatchObject({ outcome: "forbidden" });
});
