import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { blacklist, messages, outbox } from "@/db/schema";
import { createAccount, unique } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { acceptMessages } from "./accept-messages";
import type { Sending } from "./sending";

const now = () => new Date();
const one = { text: "Hola", parameters: null, sender: "Shop", ucs2: false, reference: null };
const sendingTo = (to: readonly string[], given: Partial<Sending> = {}): Sending => ({
  ...{ origin: "api", subid: null, label: null, campaign: { name: "Test" }, test: false, allowDuplicates: false },
  validityMinutes: null,
  messages: to.map((each) => ({ ...one, to: each })),
  ...given,
});
const stored = (scope: Scope) => db.select().from(messages).where(eq(messages.accountId, scope.accountId));

test("a sending to several recipients is a campaign, and each message is told its fate", async () => {
  const scope = await createAccount();
  const accepted = await acceptMessages(scope, sendingTo(["34600111222", "+52 55 1234 5678", "12"]), now());
  expect(accepted.campaignId).toBeGreaterThan(0);
  expect(accepted.messages.map(({ status, reason, country }) => [status, reason, country])).toEqual([
    ["processed", null, "ES"],
    ["processed", null, "MX"],
    ["rejected", "invalid_number", null],
  ]);
  const rows = await stored(scope);
  expect(rows.map(({ credits }) => credits).sort()).toEqual(["0.0000", "1.0000", "1.0000"]);
  expect(new Set(rows.map(({ textId }) => textId)).size).toBe(1);
  expect(await db.$count(outbox, eq(outbox.accountId, scope.accountId))).toBe(2);
});

test("the same text to the same recipient within the window is a Duplicate, in one request and in the next", async () => {
  const scope = await createAccount();
  const first = await acceptMessages(scope, sendingTo(["34600111222", "34600111222"]), now());
  expect(first.messages.map(({ status }) => status)).toEqual(["processed", "duplicate"]);
  const again = await acceptMessages(scope, sendingTo(["34600111222"]), now());
  expect(again.messages.map(({ status, credits }) => [status, credits])).toEqual([["duplicate", "0.0000"]]);
  const later = new Date(Date.now() + 61 * 60_000);
  expect((await acceptMessages(scope, sendingTo(["34600111222"]), later)).messages[0]!.status).toBe("processed");
});

test("two requests at the same moment cannot both pass the window", async () => {
  const scope = await createAccount();
  const both = await Promise.all([1, 2, 3, 4].map(() => acceptMessages(scope, sendingTo(["34600111222"]), now())));
  expect(both.flatMap(({ messages }) => messages.map(({ status }) => status)).sort()).toEqual([
    "duplicate",
    "duplicate",
    "duplicate",
    "processed",
  ]);
});

test("the window can be off, and a test message neither opens it nor is held by it", async () => {
  const off = await createAccount({ duplicateMinutes: 0 });
  expect((await acceptMessages(off, sendingTo(["34600111222", "34600111222"]), now())).messages[1]!.status).toBe(
    "processed",
  );
  const scope = await createAccount();
  await acceptMessages(scope, sendingTo(["34600111222"], { test: true }), now());
  const real = await acceptMessages(scope, sendingTo(["34600111222"]), now());
  expect(real.messages[0]!.status).toBe("processed");
  expect((await acceptMessages(scope, sendingTo(["34600111222"], { test: true }), now())).messages[0]!.status).toBe(
    "test",
  );
});

test("a client's reference is accepted once, also by two requests at once", async () => {
  const scope = await createAccount();
  const reference = unique("order");
  const ask = () =>
    acceptMessages(scope, sendingTo([], { messages: [{ ...one, to: "34600111222", reference }] }), now());
  const answers = (await Promise.all([ask(), ask(), ask()])).map(({ messages: [message] }) => message!);
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(await stored(scope)).toHaveLength(1);
});

test("a request that cannot be taken records nothing", async () => {
  const scope = await createAccount();
  const long = sendingTo(["34600111222"], {
    messages: [
      { ...one, to: "34600111222" },
      { ...one, to: "34600111223", text: "a".repeat(2000) },
    ],
  });
  await expect(acceptMessages(scope, long, now())).rejects.toThrow("messages[1].text needs 14 segments");
  const twice = sendingTo([], {
    messages: ["34600111222", "34600111223"].map((to) => ({ ...one, to, reference: "same" })),
  });
  await expect(acceptMessages(scope, twice, now())).rejects.toThrow('The reference "same" stands twice');
  expect(await stored(scope)).toHaveLength(0);
});

test("a viewer may not send", async () => {
  const scope = await createAccount({ role: "viewer" });
  await expect(acceptMessages(scope, sendingTo(["34600111222"]), now())).rejects.toMatchObject({
    outcome: "forbidden",
  });
});

test("a template is stored once and rendered for each recipient", async () => {
  const scope = await createAccount();
  const text = "Hola %name%, tu pedido %order% llega hoy";
  const people = ["Ana", "Núñez"].map((name, i) => ({
    ...one,
    to: `3460011122${i}`,
    text,
    parameters: { name, order: "%name%" },
  }));
  await acceptMessages(scope, sendingTo([], { messages: people }), now());
  const { rows } = await db.execute<{ text: string; encoding: string }>(sql`
    select render_text(t.body, m.parameters) as text, m.encoding from messages m
    join texts t on t.account_id = m.account_id and t.id = m.text_id
    where m.account_id = ${scope.accountId} order by m.id`);
  expect(rows).toEqual([
    { text: "Hola Ana, tu pedido %name% llega hoy", encoding: "gsm7" },
    { text: "Hola Núñez, tu pedido %name% llega hoy", encoding: "ucs2" },
  ]);
});

const bar = (scope: Scope, msisdn: string) =>
  db.insert(blacklist).values({ accountId: scope.accountId, msisdn, source: "hand", at: now() });

test("who is on the account's blacklist is Rejected, not charged and never sent; his neighbours and other accounts are", async () => {
  const [scope, other] = [await createAccount(), await createAccount()];
  await bar(scope, "34600111222");
  const sending = sendingTo(["+34 600 111 222", "34600111223"]);
  const { messages: sent } = await acceptMessages(scope, sending, now());
  expect(sent.map(({ status, reason, credits }) => [status, reason, credits])).toEqual([
    ["rejected", "blacklist", "0.0000"],
    ["processed", null, "1.0000"],
  ]);
  expect(await db.$count(outbox, eq(outbox.accountId, scope.accountId))).toBe(1);
  expect((await acceptMessages(other, sending, now())).messages[0]!.status).toBe("processed");

  // It left no mark in the anti-duplicate window: taken off the list, the same text goes at once.
  await db.delete(blacklist).where(eq(blacklist.accountId, scope.accountId));
  expect((await acceptMessages(scope, sending, now())).messages[0]!.status).toBe("processed");
});

test("a test tells that the blacklist would stop it", async () => {
  const scope = await createAccount();
  await bar(scope, "34600111222");
  const { messages: told } = await acceptMessages(scope, sendingTo(["34600111222"], { test: true }), now());
  expect(told[0]).toMatchObject({ status: "rejected", reason: "blacklist" });
});

test("what a client asks of a certified message is kept with each message of it", async () => {
  const scope = await createAccount();
  const certified = { crt: "a@example.com", id: "7", name: null };
  await acceptMessages(scope, sendingTo(["34600111222", "34600111333"], { certified }), now());
  expect((await stored(scope)).map((message) => message.certified)).toEqual([certified, certified]);
  const other = await createAccount();
  await acceptMessages(other, sendingTo(["34600111222"]), now());
  expect((await stored(other)).map((message) => message.certified)).toEqual([null]);
});
