import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { campaigns, links, linkTargets, messages, texts } from "@/db/schema";
import { createAccount } from "@/db/testing";
import { readSendRequest } from "@/lib/api/send-request";
import type { Scope } from "@/lib/auth/scope";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import { sentText } from "@/lib/messages/columns";
import { writeCode } from "./codes";
import { createLinks, linkMessages } from "./links";

const BASE = "http://localhost:3000/r/";
const send = (scope: Scope, body: object) => acceptMessages(scope, readSendRequest(body, "api"), new Date());
const sentTo = async (scope: Scope) =>
  db
    .select({ id: messages.id, msisdn: messages.msisdn, status: messages.status, text: sql<string>`${sentText}` })
    .from(messages)
    .innerJoin(texts, and(eq(texts.accountId, messages.accountId), eq(texts.id, messages.textId)))
    .where(eq(messages.accountId, scope.accountId))
    .orderBy(messages.id);
const linksOf = (scope: Scope) =>
  db
    .select({ code: links.code, messageId: links.messageId, url: linkTargets.url })
    .from(links)
    .innerJoin(linkTargets, and(eq(linkTargets.accountId, links.accountId), eq(linkTargets.id, links.targetId)))
    .where(eq(links.accountId, scope.accountId));

test("each recipient has a link of his own; target and text are stored once", async () => {
  const scope = await createAccount();
  await send(scope, {
    text: "Ver https://tienda.es/oferta",
    recipients: ["34600111222", "34600111223"],
    shortLinks: true,
  });
  const own = await linksOf(scope);
  expect(own.map(({ url }) => url)).toEqual(Array(2).fill("https://tienda.es/oferta"));
  expect(await db.$count(linkTargets, eq(linkTargets.accountId, scope.accountId))).toBe(1);
  expect(await db.$count(texts, eq(texts.accountId, scope.accountId))).toBe(1);
  for (const { id, text } of await sentTo(scope)) {
    const { code } = own.find(({ messageId }) => messageId === id)!;
    expect(text).toBe(`Ver ${BASE}${writeCode(scope.accountId, code)}`);
  }
});

test("without being asked nothing is made short", async () => {
  const scope = await createAccount();
  await send(scope, { text: "Ver https://tienda.es/oferta", to: "34600111222" });
  expect(await linksOf(scope)).toEqual([]);
  expect((await sentTo(scope)).map(({ text }) => text)).toEqual(["Ver https://tienda.es/oferta"]);
});

test("the same text is still a Duplicate, although its links differ", async () => {
  const scope = await createAccount();
  const body = { text: "Ver https://tienda.es/%id%", recipients: ["1", "1", "2"].map(to), shortLinks: true };
  const { messages: first } = await send(scope, body);
  expect(first.map(({ status }) => status)).toEqual(["processed", "duplicate", "processed"]);
  const { messages: again } = await send(scope, body);
  expect(again.map(({ status }) => status)).toEqual(Array(3).fill("duplicate"));
  expect((await linksOf(scope)).map(({ url }) => url).sort()).toEqual(
    ["1", "1", "1", "1", "2", "2"].map((id) => `https://tienda.es/${id}`),
  );
});
const to = (id: string) => ({ to: "34600111222", parameters: { id } });

test("segments and credits are those of the text that is sent, the same for all", async () => {
  const scope = await createAccount();
  const text = `${"a".repeat(130)} https://x.es/`;
  const { messages: told } = await send(scope, { text, recipients: ["34600111222", "34600111223"], shortLinks: true });
  const lengths = (await sentTo(scope)).map((row) => row.text.length);
  expect(lengths[0]).toBeGreaterThan(160); // the code begins with the account's number, so it is longer for later ones
  expect(lengths[1]).toBe(lengths[0]);
  expect(told.map(({ segments, credits }) => [segments, credits])).toEqual(Array(2).fill([2, "2.0000"]));
});

test("a campaign's name and text are what was asked", async () => {
  const scope = await createAccount();
  const { campaignId } = await send(scope, { text: "Ver https://x.es/", recipients: ["1", "2"], shortLinks: true });
  const [campaign] = await db.select().from(campaigns).where(eq(campaigns.id, campaignId!));
  expect(campaign?.name).toBe("Ver https://x.es/");
});

test("a text of more links than anybody reads is refused, and nothing is recorded", async () => {
  const scope = await createAccount();
  const text = Array.from({ length: 11 }, (_, index) => `http://x.es/${index}`).join(" ");
  await expect(send(scope, { text, to: "34600111222", shortLinks: true })).rejects.toThrow(/at most 10/);
  expect(await linksOf(scope)).toEqual([]);
});

test("who draws a code that is taken gets another, in the message too", async () => {
  const scope = await createAccount();
  const [other] = [await createAccount()];
  const link = (code: string, id: number) => {
    const messageId = `01980000-0000-7000-8000-00000000000${id}`;
    return { code, url: "https://x.es/", sentAt: new Date(), messageId };
  };
  await db.transaction((tx) => createLinks(tx, scope, [link("taken000", 1)]));
  expect((await db.transaction((tx) => createLinks(tx, other, [link("taken000", 2)]))).size).toBe(0);

  const codes = [{ code: "taken000", url: "https://x.es/" }];
  const drafts = [3, 4].map((id) => {
    return { id: link("", id).messageId, sentAt: new Date(), parameters: { link1: "taken000", name: "Ana" }, codes };
  });
  await db.transaction((tx) => linkMessages(tx, scope, drafts));
  const stored = new Map((await linksOf(scope)).map(({ messageId, code }) => [messageId, code]));
  expect(new Set(stored.values()).size).toBe(3);
  for (const { id, parameters } of drafts) expect(parameters).toEqual({ link1: stored.get(id), name: "Ana" });
});

test("two sendings at once with the same new targets both go through", async () => {
  const scope = await createAccount();
  const text = Array.from({ length: 8 }, (_, index) => `http://x.es/${index}`).join(" ");
  const ask = () =>
    send(scope, { text, recipients: ["34600111222", "34600111223"], allowDuplicates: true, shortLinks: true });
  await Promise.all([ask(), ask(), ask(), ask()]);
  expect(await linksOf(scope)).toHaveLength(4 * 2 * 8);
  expect(await db.$count(linkTargets, eq(linkTargets.accountId, scope.accountId))).toBe(8);
});
