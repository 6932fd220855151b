import { eq } from "drizzle-orm";
import { db } from "@/db";
import { creditMovements } from "@/db/schema";
import { createAccount } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import { recordReceipts } from "@/lib/ingest/record-receipts";
import type { Sending } from "@/lib/ingest/sending";
import type { Meaning } from "@/lib/messages/status";
import { addCredits } from "./commands";

/* For the tests of credits. */

/** An account under credit control that was topped up. */
export async function accountWithCredit(amount: string): Promise<Scope> {
  const scope = await createAccount({ creditControl: true, duplicateMinutes: 0 });
  await addCredits("terminal", scope.accountId, { amount, note: "Test" }, new Date());
  return scope;
}

export const sendingTo = (to: readonly string[], given: Partial<Sending> = {}): Sending => ({
  ...{ origin: "api", subid: null, label: null, campaign: { name: "Test" }, test: false, allowDuplicates: false },
  validityMinutes: null,
  messages: to.map((each) => ({
    ...{ to: each, text: "Hola", parameters: null, sender: "Shop", ucs2: false, reference: null },
  })),
  ...given,
});

export const sendTo = (scope: Scope, to: readonly string[], given: Partial<Sending> = {}, now = new Date()) =>
  acceptMessages(scope, sendingTo(to, given), now);

/** What a gateway says of messages; a refusal never reached the network. */
export const say = (
  scope: Scope,
  ids: readonly string[],
  meaning: Meaning,
  { refusal = false }: { refusal?: boolean } = {},
) =>
  recordReceipts(
    scope,
    ids.map((reference) => ({
      ...{ gatewayId: 1, raw: null, receivedAt: new Date() },
      receipt: {
        ...{ reference, key: `${meaning} ${refusal}`, part: 0, meaning, refusal, code: null },
        reason: null,
        occurredAt: null,
        text: "",
      },
    })),
  );

/** Kind, available, reserved and messages of each, oldest first. */
export async function movementsOf(scope: Scope) {
  const rows = await db
    .select()
    .from(creditMovements)
    .where(eq(creditMovements.accountId, scope.accountId))
    .orderBy(creditMovements.id);
  return rows.map(({ kind, available, reserved, messages }) => [kind, Number(available), Number(reserved), messages]);
}
