import { expect, test } from "vitest";
import { db } from "@/db";
import { users } from "@/db/schema";
import { createAccount, unique } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { rememberedFields, rememberFields } from "./remembered-fields";

async function createPerson(account: Scope): Promise<Scope> {
  const email = `${unique("person")}@example.com`;
  const [user] = await db
    .insert(users)
    .values({ accountId: account.accountId, role: "viewer", email, name: "Eva", passwordHash: "none" })
    .returning();
  const actor = { kind: "user", userId: user!.id, name: "Eva", email, platformAdmin: false, actingAs: false } as const;
  return makeScope(account.account, actor, "viewer");
}

test("fields are remembered per person and per list", async () => {
  const account = await createAccount();
  const [eva, luis] = [await createPerson(account), await createPerson(account)];
  await rememberFields(eva, "messages", ["msisdn", "status"]);
  await rememberFields(eva, "clicks", ["time"]);
  expect(await rememberedFields(eva, "messages")).toEqual(["msisdn", "status"]);
  expect(await rememberedFields(eva, "clicks")).toEqual(["time"]);
  expect(await rememberedFields(luis, "messages")).toEqual([]);
});

test("an empty choice forgets that list only", async () => {
  const eva = await createPerson(await createAccount());
  await rememberFields(eva, "messages", ["msisdn"]);
  await rememberFields(eva, "clicks", ["time"]);
  await rememberFields(eva, "messages", []);
  expect([await rememberedFields(eva, "messages"), await rememberedFields(eva, "clicks")]).toEqual([[], ["time"]]);
});

test("a program has no fields to remember", async () => {
  const { account } = await createAccount();
  const program = makeScope(account, { kind: "key", keyId: 1, scopes: ["read"] });
  await rememberFields(program, "messages", ["msisdn"]);
  expect(await rememberedFields(program, "messages")).toEqual([]);
});
