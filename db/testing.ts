import { randomBytes } from "node:crypto";
import { accounts, campaigns, type messages } from "@/db/schema";
import { accountFacts } from "@/lib/auth/account-facts";
import { makeScope, type Role, type Scope } from "@/lib/auth/scope";
import { storeTexts } from "@/lib/ingest/store-texts";
import { changeMessages, type Message } from "@/lib/messages/change";
import { uuid7s } from "@/lib/messages/uuid7";
import { db, pool } from "./index";
import { ensurePartitions } from "./migrate";

/** Factories for tests: each test makes an account of its own, so suites run in parallel and in any order. */

let seen = 0;
export const unique = (word: string) =>
  `${word}-${process.pid.toString(36)}-${(seen++).toString(36)}-${randomBytes(3).toString("hex")}`;

/** A fresh account and a scope of it with the owner's rights. Overrides are columns of the account. */
export async function createAccount(
  overrides: Partial<typeof accounts.$inferInsert> & { role?: Role } = {},
): Promise<Scope> {
  const { role = "owner", ...columns } = overrides;
  const [account] = await db
    .insert(accounts)
    .values({ name: unique("account"), zone: "Europe/Madrid", defaultCountry: "ES", ...columns })
    .returning();
  const actor = {
    kind: "user" as const,
    userId: 0,
    name: "Test",
    email: "test@example.com",
    platformAdmin: false,
    actingAs: false,
  };
  return makeScope(accountFacts(account!), actor, role);
}

type Given = Partial<Omit<typeof messages.$inferInsert, "id" | "textId">> & { text?: string };

/** A message through the one door, so that its counts are right. `sentAt` may lie in any month. */
export async function createMessage(scope: Scope, given: Given = {}): Promise<Message> {
  const [message] = await createMessages(scope, [given]);
  return message!;
}

export async function createMessages(scope: Scope, given: readonly Given[]): Promise<Message[]> {
  const times = given.map(({ sentAt }) => (sentAt ?? new Date()).getTime());
  await ensurePartitions(pool(), new Date(Math.min(...times)), new Date(Math.max(...times)));
  return db.transaction(async (tx) => {
    const bodies = given.map(({ text }) => text ?? "Hola");
    const texts = await storeTexts(tx, scope, new Set(bodies));
    const rows = given.map(({ text: _, ...columns }, index): Message => {
      const sentAt = columns.sentAt ?? new Date();
      const cost = columns.credits ?? "1.0000";
      return {
        ...{ msisdn: "34600111222", country: "ES", operator: null, sender: "Shop", parameters: null },
        ...{ status: "delivered", reason: null, code: null, segments: 1, encoding: "gsm7", cost, credits: cost },
        ...{ campaignId: null, label: null, subid: null, reference: null, gatewayId: null, origin: "api" },
        ...{
          callbackTargetId: null,
          validUntil: null,
          handedAt: null,
          confirmedAt: null,
          updatedAt: sentAt,
          receipts: 0,
          clicks: 0,
          robotClicks: 0,
          prepaid: false,
          certified: null,
        },
        ...columns,
        accountId: scope.accountId,
        sentAt,
        id: uuid7s(sentAt, 1)[0]!,
        textId: texts.get(bodies[index]!)!,
      } as Message;
    });
    await changeMessages(
      tx,
      scope,
      rows.map((after) => ({ before: null, after })),
    );
    return rows;
  });
}

export async function createCampaign(
  scope: Scope,
  given: Partial<typeof campaigns.$inferInsert> = {},
): Promise<number> {
  const [campaign] = await db
    .insert(campaigns)
    .values({
      name: unique("campaign"),
      sentAt: new Date(),
      sender: "Shop",
      origin: "api",
      recipients: 2,
      ...given,
      accountId: scope.accountId,
    })
    .returning({ id: campaigns.id });
  return campaign!.id;
}
