import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { and, asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db";
import { messages, texts } from "@/db/schema";
import { createKey } from "@/lib/auth/api-key";
import type { Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { sendDue } from "@/lib/ingest/scheduled-sendings";
import { sentText } from "@/lib/messages/columns";
import { createOwner, type TestPerson } from "@/lib/users/testing";
import { openFrontDoor } from "../front-door";

let server: Server;
let base: string;
let owner: TestPerson;
let key: string;

beforeAll(async () => {
  server = openFrontDoor(async (_, response) => void response.writeHead(200).end("a page"), 0);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  owner = await createOwner();
  key = (await createKey(owner.scope, { name: "test", scopes: ["send", "read"] })).key;
});
afterAll(() => server.close());

const post = (path: string, body: object, authorization: string) =>
  fetch(base + path, { method: "POST", body: JSON.stringify(body), headers: { authorization } });
const asLabsMobile = () => `Basic ${Buffer.from(`${owner.email}:${key}`).toString("base64")}`;

async function sentOf({ accountId }: Scope, subid: string): Promise<string[]> {
  const rows = await db
    .select({ text: sql<string>`${sentText}` })
    .from(messages)
    .innerJoin(texts, and(eq(texts.accountId, messages.accountId), eq(texts.id, messages.textId)))
    .where(and(eq(messages.accountId, accountId), eq(messages.subid, subid)))
    .orderBy(asc(messages.msisdn));
  return rows.map(({ text }) => text);
}

/** The links of a text, as far as each leads when it is followed. */
async function leadsTo(text: string): Promise<(string | null)[]> {
  const links = text.match(/https?:\/\/\S+/g) ?? [];
  return Promise.all(
    links.map(async (link) => {
      if (!link.includes("/r/")) return link;
      const answer = await fetch(base + new URL(link).pathname, { redirect: "manual" });
      return answer.headers.get("location");
    }),
  );
}

const TEXT = "Oferta https://tienda.es/a y https://tienda.es/b";
const recipient = ["34600111222", "34600333444"].map((msisdn) => ({ msisdn }));

test("the native API makes every link short, and each leads where it led", async () => {
  const body = { text: TEXT, recipients: ["34600111222", "34600333444"], subid: "native", shortLinks: true };
  expect((await post("/api/v1/messages", body, `Bearer ${key}`)).status).toBe(202);
  const sent = await sentOf(owner.scope, "native");
  expect(new Set(sent).size).toBe(2);
  for (const text of sent) {
    expect(text).not.toContain("tienda.es");
    expect(await leadsTo(text)).toEqual(["https://tienda.es/a", "https://tienda.es/b"]);
  }
});

test("LabsMobile's shortlink makes the first one short, as its clients know it", async () => {
  const body = { message: TEXT, recipient, subid: "compat", shortlink: "1" };
  expect((await post("/json/send", body, asLabsMobile())).status).toBe(200);
  for (const text of await sentOf(owner.scope, "compat")) {
    expect(text).toMatch(/^Oferta \S+\/r\/[0-9A-Za-z]+ y https:\/\/tienda\.es\/b$/);
    expect(await leadsTo(text)).toEqual(["https://tienda.es/a", "https://tienda.es/b"]);
  }
});

test("a scheduled sending makes its links short when it goes", async () => {
  const body = { message: TEXT, recipient, subid: "later", shortlink: "1" };
  const dueAt = new Date(Date.now() + 86_400_000);
  const scheduled = dueAt.toISOString().slice(0, 19).replace("T", " ");
  expect((await post("/json/send", { ...body, scheduled }, asLabsMobile())).status).toBe(200);
  expect(await sentOf(owner.scope, "later")).toEqual([]);
  await sendDue(await scopeOfWorker(owner.scope.accountId), dueAt);
  const sent = await sentOf(owner.scope, "later");
  expect(sent).toHaveLength(2);
  for (const text of sent) expect((await leadsTo(text))[0]).toBe("https://tienda.es/a");
});
