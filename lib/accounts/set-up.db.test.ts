import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { closeDatabase, db } from "@/db";
import { migrate } from "@/db/migrate";
import { accounts, auditLog, users } from "@/db/schema";
import { findPerson, isEmpty } from "@/lib/auth/person";
import { ensureSetupCode } from "@/lib/auth/setup-code";
import { setUp } from "./set-up";

/*
 * The first visit needs an installation without people: a database of its own beside that of the other tests. Whatever
 * remembers something of either is loaded anew for the other.
 */

const NOW = new Date();
const given = (email = "owner@example.com") => ({
  email,
  password: "a long password",
  name: "Tienda",
  zone: "Europe/Madrid",
});
const address = () => randomBytes(4).toString("hex");
const common = new URL(process.env.DATABASE_URL ?? "");
const name = `${common.pathname.slice(1)}_empty`;

beforeAll(async () => {
  await onServer(`create database ${name}`);
  const own = new URL(common);
  own.pathname = name;
  await closeDatabase();
  process.env.DATABASE_URL = own.href;
  await migrate(own.href, NOW);
});
afterAll(async () => {
  await closeDatabase();
  process.env.DATABASE_URL = common.href;
  vi.resetModules();
  await onServer(`drop database ${name} with (force)`);
});
beforeEach(async () => {
  await db.delete(users);
  await db.delete(accounts);
});

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: common.href });
  await client.connect();
  await client.query(statement);
  await client.end();
}

it("makes the owner, who is the platform administrator and signed in, and closes the door", async () => {
  const code = await ensureSetupCode();
  const signed = await setUp(code!.toLowerCase().replaceAll("-", " "), given(), address(), NOW);
  expect(await findPerson(signed)).toMatchObject({ scope: { role: "owner" }, platform: { userId: signed.userId } });
  expect(await ensureSetupCode()).toBeNull();
  await expect(setUp(code!, given("second@example.com"), address(), NOW)).rejects.toMatchObject({
    key: "set-up-already",
  });
});

it("makes one owner when two come at once with the same code", async () => {
  const code = await ensureSetupCode();
  const tries = ["one", "two", "three"].map((who) => setUp(code!, given(`${who}@example.com`), address(), NOW));
  const results = await Promise.allSettled(tries);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await db.$count(users)).toBe(1);
  expect(await db.$count(accounts)).toBe(1);
});

it("takes only the code printed last, and says so at its field", async () => {
  const former = await ensureSetupCode();
  const code = await ensureSetupCode();
  for (const wrong of ["-", "AAAA-AAAA-AAAA", former!])
    await expect(setUp(wrong, given(), address(), NOW)).rejects.toMatchObject({ fields: { code: "wrong-setup-code" } });
  expect(await isEmpty()).toBe(true);
  await expect(setUp(code!, given(), address(), NOW)).resolves.toBeDefined();
});

it("keeps the code good when what was typed cannot be taken", async () => {
  const code = await ensureSetupCode();
  const short = { ...given(), password: "short" };
  await expect(setUp(code!, short, address(), NOW)).rejects.toMatchObject({ fields: { password: "password-short" } });
  await expect(setUp(" ", short, address(), NOW)).rejects.toMatchObject({
    fields: { code: "required", password: "password-short" },
  });
  await expect(setUp(code!, given(), address(), NOW)).resolves.toBeDefined();
});

it("slows who guesses the code", async () => {
  const code = await ensureSetupCode();
  const from = address();
  for (let i = 0; i < 5; i++) await expect(setUp("wrong", given(), from, NOW)).rejects.toMatchObject({ fields: {} });
  await expect(setUp(code!, given(), from, NOW)).rejects.toMatchObject({ key: "too-many-attempts" });
  await expect(setUp(code!, given(), address(), NOW)).resolves.toBeDefined();
});

it("stands in the log", async () => {
  await db.delete(auditLog);
  await setUp((await ensureSetupCode())!, given(), address(), NOW);
  const actions = (await db.select().from(auditLog).orderBy(auditLog.id)).map(({ action }) => action);
  expect(actions).toEqual(["account-created", "installation-set-up"]);
});
