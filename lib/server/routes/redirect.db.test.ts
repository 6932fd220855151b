import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { closeDatabase, db } from "@/db";
import { clicks, messages } from "@/db/schema";
import { createAccount, createMessage } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { newCode, writeCode } from "@/lib/clicks/codes";
import agents from "@/lib/clicks/fixtures/user-agents.json";
import { createLinks } from "@/lib/clicks/links";
import type { Message } from "@/lib/messages/change";
import { openFrontDoor } from "../front-door";

const TARGET = "https://tienda.example/oferta?a=1&b=%20";
const [IPHONE = ""] = agents.people;

let server: Server;
let base: string;

beforeAll(async () => {
  server = openFrontDoor(async (_, response) => void response.writeHead(200).end("a page"), 1);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function linked(scope: Scope): Promise<{ message: Message; code: string; path: string }> {
  const message = await createMessage(scope, { sentAt: new Date(Date.now() - 3_600_000), handedAt: new Date(0) });
  const code = newCode();
  const link = { code, url: TARGET, sentAt: message.sentAt, messageId: message.id };
  await db.transaction((tx) => createLinks(tx, scope, [link]));
  return { message, code, path: `/r/${writeCode(scope.accountId, code)}` };
}

const visit = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(base + path, { method, redirect: "manual", headers: { "user-agent": IPHONE, ...headers } });
const clicksOf = (scope: Scope) => db.select().from(clicks).where(eq(clicks.accountId, scope.accountId));
const countedAt = async ({ accountId, id }: Message) => {
  const [row] = await db
    .select()
    .from(messages)
    .where(and(eq(messages.accountId, accountId), eq(messages.id, id)));
  return { people: row?.clicks, robots: row?.robotClicks };
};

test("a visitor is sent on, unseen by the target and by caches, and his visit is there", async () => {
  const scope = await createAccount();
  const { message, code, path } = await linked(scope);
  const answer = await visit(path, { "accept-language": "es-ES", "x-forwarded-for": "10.9.9.9, 80.58.61.77" });
  expect([answer.status, answer.headers.get("location"), await answer.text()]).toEqual([302, TARGET, ""]);
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  await expect.poll(() => countedAt(message)).toEqual({ people: 1, robots: 0 });
  expect(await clicksOf(scope)).toMatchObject([
    { code, messageId: message.id, address: "80.58.61.0", country: "ES", language: "es-ES", rule: "person" },
  ]);
});

test("a robot is sent on too, and counted apart", async () => {
  const scope = await createAccount();
  const { message, path } = await linked(scope);
  expect((await visit(path, { "user-agent": "WhatsApp/2.21.12.21 A" })).status).toBe(302);
  expect((await visit(path, { "sec-purpose": "prefetch" })).status).toBe(302);
  await expect.poll(() => countedAt(message)).toEqual({ people: 0, robots: 2 });
});

test("HEAD is answered alike, and is no visit", async () => {
  const scope = await createAccount();
  const { message, path } = await linked(scope);
  const answer = await visit(path, {}, "HEAD");
  expect([answer.status, answer.headers.get("location")]).toEqual([302, TARGET]);
  await visit(path);
  await expect.poll(() => countedAt(message)).toEqual({ people: 1, robots: 0 });
  expect(await clicksOf(scope)).toHaveLength(1);
});

test("nothing in the request changes where a link leads", async () => {
  const scope = await createAccount();
  const { path } = await linked(scope);
  const answer = await visit(`${path}?url=https://evil.example&next=//evil.example`, { host: "evil.example" });
  expect(answer.headers.get("location")).toBe(TARGET);
});

test.each(["", "x", "https:%2F%2Fevil.example", "1abcdefgh", "..%2f", "1abcdefgh%0d%0aSet-Cookie:x"])(
  "a code that nobody has leads nowhere: %s",
  async (text) => {
    const answer = await visit(`/r/${text}`, { "accept-language": "es" });
    expect([answer.status, answer.headers.get("location")]).toEqual([404, null]);
    expect(await answer.text()).toContain("Este enlace no lleva a ningún sitio");
  },
);

test("another account's prefix does not find the link", async () => {
  const [scope, other] = [await createAccount(), await createAccount()];
  const { code } = await linked(scope);
  expect((await visit(`/r/${writeCode(other.accountId, code)}`)).status).toBe(404);
  expect(await clicksOf(scope)).toEqual([]);
});

test("two accounts with the same code each have their own visits", async () => {
  const [scope, other] = [await createAccount(), await createAccount()];
  const [mine, message] = [await linked(scope), await createMessage(other, { sentAt: new Date(0) })];
  const same = { code: mine.code, url: "https://other.example/", sentAt: message.sentAt, messageId: message.id };
  await db.transaction((tx) => createLinks(tx, other, [same]));
  const answer = await visit(`/r/${writeCode(other.accountId, same.code)}`);
  expect(answer.headers.get("location")).toBe(same.url);
  await expect.poll(() => countedAt(message)).toEqual({ people: 1, robots: 0 });
  expect(await countedAt(mine.message)).toEqual({ people: 0, robots: 0 });
});

test("who comes while the message is locked does not wait, and his visit is recorded afterwards", async () => {
  const scope = await createAccount();
  const { message, path } = await linked(scope);
  await db.transaction(async (tx) => {
    await tx.execute(sql`select from messages where account_id = ${scope.accountId} for update`);
    expect((await visit(path)).status).toBe(302);
    expect(await clicksOf(scope)).toEqual([]);
  });
  await expect.poll(() => countedAt(message)).toEqual({ people: 1, robots: 0 });
});

test("every one of many visits at once is there", async () => {
  const scope = await createAccount();
  const own = await Promise.all(Array.from({ length: 4 }, () => linked(scope)));
  const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => visit(own[index % 4]!.path)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([302]));
  await expect
    .poll(async () => Promise.all(own.map(({ message }) => countedAt(message))))
    .toEqual(Array(4).fill({ people: 50, robots: 0 }));
});

test("while the database is away a known link leads on and its visit waits; an unknown one says to come back", async () => {
  const scope = await createAccount();
  const [known, unknown] = [await linked(scope), await linked(scope)];
  await visit(known.path, {}, "HEAD");
  const { DATABASE_URL: url } = process.env;
  await closeDatabase();
  vi.stubEnv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");
  const [onward, later] = [await visit(known.path), await visit(unknown.path, { "accept-language": "en" })];
  await closeDatabase();
  vi.unstubAllEnvs();
  expect(process.env.DATABASE_URL).toBe(url);
  expect(onward.headers.get("location")).toBe(TARGET);
  expect([later.status, later.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await later.text()).toContain("One moment, please");
  await expect.poll(() => countedAt(known.message)).toEqual({ people: 1, robots: 0 });
  expect((await visit(unknown.path)).status).toBe(302);
  await expect.poll(() => countedAt(unknown.message)).toEqual({ people: 1, robots: 0 });
});
