import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { auditLog, blacklist, messages, unsubscribeLinks } from "@/db/schema";
import { createAccount } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { blockTyped } from "@/lib/blacklist/commands";
import { FORM, request } from "@/lib/gateways/testing";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import type { Sending } from "@/lib/ingest/sending";
import { getMessage } from "@/lib/messages/queries";
import { findRecipient, linkUnsubscribes } from "@/lib/unsubscribe/links";
import { unsubscribePage } from "./unsubscribe";

const NOW = new Date();
const sending = (to: readonly string[], text: string): Sending => ({
  ...{ origin: "api", subid: null, label: null, campaign: null, test: false, allowDuplicates: true },
  validityMinutes: null,
  messages: to.map((each) => ({ to: each, text, parameters: null, sender: null, ucs2: false, reference: null })),
});

/** Sends a text with a way out. @returns each recipient's text, segments and code */
async function sent(scope: Scope, to: readonly string[], text = "Rebajas. Baja: %unsubscribe%") {
  const { messages: accepted } = await acceptMessages(scope, sending(to, text), NOW);
  return Promise.all(
    accepted.map(async ({ id, status, reason, segments }) => {
      const { text } = await getMessage(scope, id);
      return { id, status, reason, segments, text, code: /\/u\/(\w+)/.exec(text)?.[1] ?? "" };
    }),
  );
}

const get = (code: string, language = "en", method = "GET") =>
  unsubscribePage(request(method, `/u/${code}`, "", { "accept-language": language }), code);
const post = (code: string, body: string) => unsubscribePage(request("POST", `/u/${code}`, body, FORM), code);
const listed = (scope: Scope) => db.select().from(blacklist).where(eq(blacklist.accountId, scope.accountId));

test("each recipient has a code of his own, counted in the segments, and the text is stored once", async () => {
  const scope = await createAccount();
  const [one, other] = await sent(scope, ["34600111222", "34600333444"]);
  expect(one!.code).not.toBe(other!.code);
  expect(one!.text).toMatch(/^Rebajas\. Baja: https?:\/\/[^ ]+\/u\/\w{9,}$/);
  const rows = await db.select().from(messages).where(eq(messages.accountId, scope.accountId));
  expect(new Set(rows.map(({ textId }) => textId)).size).toBe(1);
  const [long] = await sent(scope, ["34600111222"], `${"a".repeat(150)}%unsubscribe%`);
  expect(long!.segments).toBe(2);
});

test("GET and HEAD show one page and change nothing; the button's POST does, and can be taken back", async () => {
  const scope = await createAccount({ name: "Tienda <b>&amp;</b>" });
  const [message] = await sent(scope, ["34600111222"]);
  const { code } = message!;
  const page = await get(code);
  expect(page).toMatchObject({
    status: 200,
    headers: {
      ...{ "cache-control": "private, no-store", "x-robots-tag": "noindex, nofollow" },
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    },
  });
  expect(page.body).toContain("No more messages from Tienda &lt;b&gt;&amp;amp;&lt;/b&gt;?");
  expect(page.body).toContain("346•••••222");
  expect(page.body).not.toContain("34600111222");
  expect(page.body).not.toMatch(/<script|src=|href=/);
  await get(code, "es", "HEAD");
  await post(code, "");
  expect(await listed(scope)).toEqual([]);

  expect(await post(code, "action=out")).toMatchObject({ status: 303, headers: { location: `/u/${code}` } });
  expect(await listed(scope)).toMatchObject([{ msisdn: "34600111222", source: "link", messageId: message!.id }]);
  expect((await get(code)).body).toContain("sends no more text messages");
  const [refused] = await sent(scope, ["34600111222"]);
  expect(refused).toMatchObject({ status: "rejected", reason: "blacklist" });

  await post(code, "action=in");
  expect(await listed(scope)).toEqual([]);
  expect((await get(code)).body).toContain("No more messages from");
  const log = await db.select().from(auditLog).where(eq(auditLog.accountId, scope.accountId));
  expect(log.map(({ action }) => action)).toContain("blacklist-removed");
});

test("it speaks the reader's language", async () => {
  const scope = await createAccount({ name: "Tienda" });
  const [message] = await sent(scope, ["34600111222"]);
  expect((await get(message!.code, "es-ES,es;q=0.9")).body).toContain("¿No recibir más mensajes de Tienda?");
});

test("whom the account itself barred sees so, and cannot come back by a link", async () => {
  const scope = await createAccount();
  const [message] = await sent(scope, ["34600111222"]);
  await blockTyped(scope, { numbers: "34600111222" }, NOW);
  expect((await get(message!.code)).body).not.toContain("<form");
  await post(message!.code, "action=in");
  expect(await listed(scope)).toMatchObject([{ source: "hand" }]);
});

test("a code of nobody, of another account, or of a number that was forgotten leads nowhere", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const [message] = await sent(mine, ["34600111222"]);
  const random = message!.code.slice(-8);
  expect(await findRecipient(theirs, random)).toBeNull();
  for (const wrong of ["", "x", "1nobody00", "zzzzzznobody00", `${message!.code}/`])
    expect((await get(wrong)).status).toBe(404);
  await db.update(messages).set({ msisdn: "" }).where(eq(messages.accountId, mine.accountId));
  expect((await get(message!.code)).status).toBe(404);
});

test("a code that is taken gives way to another, in the text too", async () => {
  const scope = await createAccount();
  const [first] = await sent(scope, ["34600111222"]);
  const taken = first!.code.slice(-8);
  const message = { id: first!.id, sentAt: NOW, parameters: { unsubscribe: taken }, unsubscribeCode: taken };
  await db.transaction((tx) => linkUnsubscribes(tx, scope, [message]));
  expect(message.unsubscribeCode).not.toBe(taken);
  expect(message.parameters.unsubscribe).toBe(message.unsubscribeCode);
  expect(await db.$count(unsubscribeLinks, eq(unsubscribeLinks.accountId, scope.accountId))).toBe(2);
});
