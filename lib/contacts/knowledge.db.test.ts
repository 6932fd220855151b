import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, db } from "@/db";
import { createAccount, createMessage, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { recordClicks } from "@/lib/clicks/record";
import { recordReceipts } from "@/lib/ingest/record-receipts";
import { changeMessages, lockMessages, type Message } from "@/lib/messages/change";
import type { Status } from "@/lib/messages/status";
import { uuid7s } from "@/lib/messages/uuid7";
import { addContacts, givenContacts } from "./add-contacts";
import { reckonContacts } from "./reckon-contacts";
import { verifyAgenda } from "./verify";

afterAll(closeDatabase);

const NOW = new Date("2026-11-23T09:00:00Z");
const NUMBERS = ["34600000001", "34600000002", "34600000003", "34600000004", "34600000005"];

const add = (scope: Scope, numbers: readonly string[]) =>
  db.transaction((tx) =>
    addContacts(
      tx,
      scope,
      givenContacts(numbers.map((msisdn) => ({ msisdn, country: "ES", name: "", fields: {} }))),
      NOW,
    ),
  );

async function contactOf(scope: Scope, msisdn: string) {
  const { rows } = await db.execute(sql`
    select delivered, failed, last_status as status, last_reason as reason, last_message_id as message,
      last_click_at as click, known_at is not null as known
    from contacts where account_id = ${scope.accountId} and msisdn = ${msisdn}`);
  return rows[0];
}

const change = (scope: Scope, message: Message, status: Status, reason: string | null = null) =>
  db.transaction(async (tx) => {
    const [before] = await lockMessages(tx, scope, [message]);
    await changeMessages(tx, scope, [{ before: before!, after: { ...before!, status, reason } }]);
  });

describe("what the agenda knows of a number", () => {
  it("is reckoned from the messages that were there, then kept by every change", async () => {
    const scope = await createAccount();
    const msisdn = NUMBERS[0]!;
    const old = new Date("2026-10-01T08:00:00Z");
    await createMessages(scope, [
      { msisdn, sentAt: old, status: "rejected", reason: "blocked" },
      { msisdn, sentAt: new Date(old.getTime() + 1), status: "delivered" },
      { msisdn, sentAt: new Date(old.getTime() + 2), status: "duplicate" },
    ]);
    await add(scope, [msisdn]);
    expect(await contactOf(scope, msisdn)).toMatchObject({ delivered: 0, known: false });
    expect(await reckonContacts(scope, NOW)).toBe(1);
    expect(await contactOf(scope, msisdn)).toMatchObject({ delivered: 1, failed: 1, status: "delivered", known: true });

    const later = await createMessage(scope, { msisdn, sentAt: NOW, status: "sent" });
    expect(await contactOf(scope, msisdn)).toMatchObject({ delivered: 1, status: "sent", message: later.id });
    await change(scope, later, "non-deliverable", "absent");
    expect(await contactOf(scope, msisdn)).toMatchObject({ failed: 2, status: "non-deliverable", reason: "absent" });
    await change(scope, later, "delivered");
    expect(await contactOf(scope, msisdn)).toMatchObject({
      delivered: 2,
      failed: 1,
      status: "delivered",
      reason: null,
    });
    // What turns out a duplicate is no last message any more.
    await change(scope, later, "duplicate");
    expect(await contactOf(scope, msisdn)).toMatchObject({ delivered: 1, failed: 1, status: "delivered" });
    expect((await contactOf(scope, msisdn))!.message).not.toBe(later.id);
    expect(await verifyAgenda(scope.accountId)).toEqual([]);
  });

  it("hears of people's clicks, and not of robots'", async () => {
    const scope = await createAccount();
    const message = await createMessage(scope, { sentAt: new Date("2026-11-20T08:00:00Z") });
    await add(scope, [message.msisdn]);
    await reckonContacts(scope, NOW);
    const visit = (seconds: number, userAgent: string) => {
      const at = new Date(message.sentAt.getTime() + seconds * 1_000);
      const said = { address: "203.0.113.7", language: "es", method: "GET" as const, prefetch: false };
      return { ...said, id: uuid7s(at, 1)[0]!, messageId: message.id, code: "abcd1234", at, userAgent };
    };
    const person = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/127.0.0.0 Mobile Safari/537.36";
    await recordClicks(await scopeOfWorker(scope.accountId), [
      visit(600, person),
      visit(300, person),
      visit(900, "Googlebot/2.1"),
    ] as never);
    const { click } = (await contactOf(scope, message.msisdn))!;
    expect(new Date(`${String(click).replace(" ", "T").replace("+00", "Z")}`)).toEqual(
      new Date(message.sentAt.getTime() + 600_000),
    );
    expect(await verifyAgenda(scope.accountId)).toEqual([]);
  });

  it("is one account's own", async () => {
    const [mine, theirs] = [await createAccount(), await createAccount()];
    await add(mine, NUMBERS);
    await reckonContacts(mine, NOW);
    await createMessages(
      theirs,
      NUMBERS.map((msisdn) => ({ msisdn })),
    );
    for (const msisdn of NUMBERS) expect(await contactOf(mine, msisdn)).toMatchObject({ delivered: 0, status: null });
  });

  it("equals a count over the rows whatever happens at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            kind: fc.constantFrom("send", "receipts", "add", "reckon"),
            numbers: fc.uniqueArray(fc.constantFrom(...NUMBERS), { minLength: 1 }),
            meaning: fc.constantFrom("delivered" as const, "rejected" as const, "expired" as const),
          }),
          { minLength: 6, maxLength: 14 },
        ),
        async (steps) => {
          const scope = await createAccount();
          const worker = await scopeOfWorker(scope.accountId);
          const sent = await createMessages(
            scope,
            NUMBERS.map((msisdn, i) => ({ msisdn, status: "sent" as const, sentAt: new Date(NOW.getTime() - i) })),
          );
          await Promise.all(
            steps.map(async ({ kind, numbers, meaning }, step) => {
              if (kind === "send")
                await createMessages(
                  scope,
                  numbers.map((msisdn) => ({ msisdn, status: meaning, sentAt: new Date(NOW.getTime() - step) })),
                );
              if (kind === "add") await add(scope, numbers);
              if (kind === "reckon" || kind === "add") await reckonContacts(scope, NOW);
              if (kind === "receipts")
                await recordReceipts(
                  worker,
                  sent
                    .filter(({ msisdn }) => numbers.includes(msisdn))
                    .reverse()
                    .map(({ id }) => ({
                      gatewayId: 1,
                      raw: null,
                      receivedAt: NOW,
                      receipt: {
                        ...{ reference: id, key: `k${step}`, part: 0, meaning, refusal: false, code: null },
                        ...{ reason: null, occurredAt: new Date(NOW.getTime() + step), text: "" },
                      },
                    })),
                );
            }),
          );
          await reckonContacts(scope, NOW);
          expect(await verifyAgenda(scope.accountId)).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("a message that is on its way while its contact is made is not missed", async () => {
    const scope = await createAccount();
    const [msisdn] = NUMBERS;
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const message = await createMessage(scope, { msisdn: msisdn!, status: "sent" });
    let changed = () => {};
    const isChanged = new Promise<void>((resolve) => {
      changed = resolve;
    });
    // The door has looked for contacts, found none, and does not end yet.
    const door = db.transaction(async (tx) => {
      const [before] = await lockMessages(tx, scope, [message]);
      await changeMessages(tx, scope, [{ before: before!, after: { ...before!, status: "delivered" } }]);
      // What went alongside is answered before this is.
      await tx.execute(sql`select 1`);
      changed();
      await held;
    });
    await isChanged;
    await add(scope, [msisdn!]);
    const reckoning = reckonContacts(scope, NOW);
    await expect.poll(async () => waitsForAgenda()).toBeGreaterThan(0);
    letGo();
    await Promise.all([door, reckoning]);
    expect(await contactOf(scope, msisdn!)).toMatchObject({ delivered: 1, status: "delivered" });
  });
});

async function waitsForAgenda(): Promise<number> {
  const { rows } = await db.execute<{ waiting: number }>(
    sql`select count(*)::integer as waiting from pg_locks where locktype = 'advisory' and not granted and mode = 'ExclusiveLock'`,
  );
  return rows[0]!.waiting;
}
