import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, db } from "@/db";
import { contacts, forgottenNumbers, inboundMessages, scheduledSendings } from "@/db/schema";
import { createAccount, createCampaign, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { addToBlacklist } from "@/lib/blacklist/change";
import { recordClicks } from "@/lib/clicks/record";
import { createContact } from "@/lib/contacts/commands";
import { addField } from "@/lib/contacts/fields";
import { verifyAgenda } from "@/lib/contacts/verify";
import { createGroupOf } from "@/lib/groups/commands";
import { contactsById } from "@/lib/groups/members";
import { storeFile } from "@/lib/imports/store";
import { acceptMessages, acceptWithin } from "@/lib/ingest/accept-messages";
import { recordInbound } from "@/lib/ingest/record-inbound";
import { recordReceipts } from "@/lib/ingest/record-receipts";
import { scheduleAll } from "@/lib/ingest/scheduled-sendings";
import type { Sending } from "@/lib/ingest/sending";
import { lockMessages, type Message } from "@/lib/messages/change";
import { verifyCounts } from "@/lib/messages/counts";
import { uuid7s } from "@/lib/messages/uuid7";
import { forgetNumber } from "./forget-number";
import { hashNumbers } from "./hash-number";
import { allowAgain, listForgotten, whatIsKnownOf } from "./queries";

afterAll(closeDatabase);

const NOW = new Date("2026-11-23T09:00:00Z");
const SOON = new Date(NOW.getTime() + 86_400_000);

/** Numbers that no other test of this database writes. */
let seen = 0;
const newNumber = () => `346${String(Date.now()).slice(-7)}${seen++ % 10}`;

/** The tables, and how many of the account's rows in them hold the text somewhere. */
async function tablesWith(scope: Scope, text: string): Promise<string[]> {
  const { rows: tables } = await db.execute<{ name: string }>(sql`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id')`);
  expect(tables.length).toBeGreaterThan(30);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await db.execute<{ rows: number }>(sql`
      select count(*)::integer as rows from ${sql.identifier(name)} as each
      where account_id = ${scope.accountId} and each::text like ${`%${text}%`}`);
    if (rows[0]!.rows > 0) found.push(name);
  }
  return found.sort();
}

/** How many wait for what the transaction of this process holds. */
async function waitingFor(pid: number): Promise<number> {
  const { rows } = await db.execute<{ waiting: number }>(
    sql`select count(*)::integer as waiting from pg_stat_activity where ${pid}::integer = any(pg_blocking_pids(pid))`,
  );
  return rows[0]!.waiting;
}

const sending = (messages: readonly Partial<Sending["messages"][number]>[], more: Partial<Sending> = {}): Sending => ({
  ...{ origin: "api", subid: null, label: null, campaign: null, test: false, allowDuplicates: true },
  ...{ validityMinutes: null, ...more },
  messages: messages.map((each) => ({
    ...{ to: "", text: "Hola", parameters: null, sender: null, ucs2: false, reference: null, ...each },
  })),
});

async function reportOn(worker: Scope, message: Message, msisdn: string, key: string) {
  await recordReceipts(worker, [
    {
      gatewayId: 1,
      raw: `GET /receipts?to=${msisdn}`,
      receivedAt: NOW,
      receipt: {
        ...{ reference: message.id, key, part: 0, meaning: "delivered" as const, refusal: false, reason: null },
        ...{ code: `x${msisdn}`, occurredAt: NOW, text: `dlr of ${msisdn}` },
      },
    },
  ]);
}

/** An account whose every table that can hold a number holds this one, and another person's beside it. */
async function fullOf(msisdn: string, other: string) {
  const scope = await createAccount();
  const worker = await scopeOfWorker(scope.accountId);
  const campaignId = await createCampaign(scope);
  const key = await addField(scope, "Note");
  const id = await createContact(scope, { number: msisdn, name: "Ana", fields: { [key]: `also ${msisdn}` } }, NOW);
  const kept = await createContact(scope, { number: other, name: "Eva", fields: {} }, NOW);
  await createGroupOf(scope, "Clientes", contactsById([id, kept]), NOW);
  await db.transaction((tx) => addToBlacklist(tx, scope, [{ msisdn, source: "hand", note: `asked: ${msisdn}` }], NOW));
  const messages = await createMessages(scope, [
    {
      msisdn,
      status: "sent",
      text: `Hola ${msisdn}`,
      parameters: { tel: msisdn },
      reference: `r-${msisdn}`,
      campaignId,
    },
    { msisdn, status: "sent", text: "Hola a todos", campaignId, subid: `s${msisdn}`, label: `l${msisdn}` },
    { msisdn: other, status: "sent", text: "Hola a todos", campaignId },
  ]);
  await reportOn(worker, messages[0]!, msisdn, `k-${msisdn}`);
  await reportOn(worker, messages[2]!, other, "k");
  const visit = { id: uuid7s(NOW, 1)[0]!, messageId: messages[0]!.id, code: "abcd1234", at: new Date() };
  const said = { address: "203.0.113.7", language: "es", userAgent: "Mozilla/5.0", method: "GET", prefetch: false };
  await recordClicks(worker, [{ ...visit, ...said }] as never);
  await db.insert(inboundMessages).values({
    ...{ accountId: scope.accountId, receivedAt: NOW, id: uuid7s(NOW, 1)[0]!, gatewayId: 1, key: msisdn, msisdn },
    ...{ recipient: "34900000000", text: "BAJA", raw: `from=${msisdn}` },
  });
  const account = scope.accountId;
  const quoted = JSON.stringify({ to: msisdn });
  await db.execute(sql`
    insert into parked_receipts (account_id, gateway_id, reference, key, receipt, raw, received_at)
    values (${account}, 1, 'unknown', 'k', ${quoted}::jsonb, ${msisdn}, ${NOW.toISOString()})`);
  await db.execute(sql`
    insert into idempotency_keys (account_id, key, request_hash, answer, created_at)
    values (${account}, 'once', '\\x00', ${quoted}::jsonb, ${NOW.toISOString()})`);
  await db.execute(sql`
    insert into callbacks (account_id, sent_at, message_id, kind, url, due_at, created_at)
    values (${account}, ${messages[0]!.sentAt.toISOString()}, ${messages[0]!.id}, 'ack',
      ${`https://client.example/?to=${msisdn}`}, ${NOW.toISOString()}, ${NOW.toISOString()})`);
  await db.execute(sql`
    insert into import_remarks (account_id, import_id, line, content, reason)
    values (${account}, ${uuid7s(NOW, 1)[0]!}, 1, ${`${msisdn};Ana`}, 'duplicate')`);
  // A call about another person's message whose client put the number into the address.
  await db.execute(sql`
    insert into callbacks (account_id, sent_at, message_id, kind, url, error, state, due_at, created_at)
    values (${account}, ${messages[2]!.sentAt.toISOString()}, ${messages[2]!.id}, 'ack',
      ${`https://client.example/?friend=%2B${msisdn}&to=${other}`}, ${`no host ${msisdn}`}, 'failed',
      ${NOW.toISOString()}, ${NOW.toISOString()})`);
  const later = sending([{ to: `+${msisdn}` }, { to: other }]);
  await db.execute(sql`
    insert into scheduled_sendings (account_id, due_at, id, subid, sending, messages, created_at)
    values (${account}, ${SOON.toISOString()}, ${uuid7s(NOW, 1)[0]!}, 's', ${JSON.stringify(later)}::jsonb, 2, ${NOW.toISOString()})`);
  return { scope, worker, messages };
}

describe("a number that is forgotten", () => {
  it("is in no table any more, while every figure stays and others keep theirs", async () => {
    const [msisdn, other] = [newNumber(), newNumber()];
    const { scope, messages } = await fullOf(msisdn, other);
    expect((await tablesWith(scope, msisdn)).length).toBeGreaterThanOrEqual(9);
    const others = await tablesWith(scope, other);
    const known = await whatIsKnownOf(scope, msisdn);
    expect(known).toMatchObject({
      contacts: 1,
      groups: 1,
      blacklist: 1,
      messages: 2,
      receipts: 1,
      clicks: 1,
      inbound: 1,
    });

    const { removed } = await forgetNumber(scope, `+${msisdn}`, NOW);
    expect(await tablesWith(scope, msisdn)).toEqual([]);
    expect(await tablesWith(scope, other)).toEqual(others);
    expect({ links: 0, ...removed }).toMatchObject(known);
    expect(await verifyCounts(scope.accountId)).toEqual([]);
    expect(await verifyAgenda(scope.accountId)).toEqual([]);
    const { rows } = await db.execute(sql`
      select msisdn, status, clicks, texts.body from messages join texts on texts.account_id = messages.account_id
        and texts.id = messages.text_id where messages.account_id = ${scope.accountId} order by messages.id`);
    expect(rows.map(({ msisdn: left, body }) => [left, body])).toEqual(
      expect.arrayContaining([
        ["", ""],
        ["", "Hola a todos"],
        [other, "Hola a todos"],
      ]),
    );
    const clicked = rows.find(({ body }) => body === "");
    expect(clicked).toMatchObject({ status: "delivered" });
    const [receipt] = await listForgotten(scope);
    expect(receipt).toMatchObject({ suppressed: true, finishedAt: NOW, removed: { messages: 2, receipts: 1 } });
    expect(messages).toHaveLength(3);
  });

  it("leaves a sending that waits, however it was written there", async () => {
    const scope = await createAccount({ defaultCountry: "ES" });
    const national = newNumber().slice(2);
    const parted = national.replace(/(...)(...)(...)/, "$1 $2-$3");
    const abroad = sending([{ to: `+49${national}` }]);
    const all = sending([{ to: national }, { to: parted }, { to: `+34 ${parted}` }, { to: `+49${national}` }]);
    await scheduleAll(scope, "s", [sending([{ to: parted }]), all], SOON, NOW);
    await forgetNumber(scope, `34${national}`, NOW);
    const waiting = await db
      .select({ sending: scheduledSendings.sending, messages: scheduledSendings.messages })
      .from(scheduledSendings)
      .where(eq(scheduledSendings.accountId, scope.accountId));
    expect(waiting).toEqual([{ sending: { ...abroad, subid: "s" }, messages: 1 }]);
  });

  it("does not come back in a text whose last piece is still to come", async () => {
    const scope = await createAccount();
    const worker = await scopeOfWorker(scope.accountId);
    const msisdn = newNumber();
    const piece = { whole: `+${msisdn}|1`, part: 1, total: 2 };
    const inbound = { key: "one", from: `+${msisdn}`, to: "34910000000", text: "Hola", piece };
    await recordInbound(worker, [{ gatewayId: 1, inbound, raw: `from=%2B${msisdn}`, receivedAt: NOW }]);
    expect(await tablesWith(scope, msisdn)).toEqual(["inbound_pieces"]);
    expect((await forgetNumber(scope, msisdn, NOW)).removed).toMatchObject({ inbound: 1 });
    expect(await tablesWith(scope, msisdn)).toEqual([]);
  });

  it("does not come back by what a gateway tells late", async () => {
    const [msisdn, other] = [newNumber(), newNumber()];
    const { scope, worker, messages } = await fullOf(msisdn, other);
    await forgetNumber(scope, msisdn, NOW);
    await reportOn(worker, messages[1]!, msisdn, "late");
    const { rows } = await db.execute(sql`
      select raw, text from receipts where account_id = ${scope.accountId} and message_id = ${messages[1]!.id}`);
    expect(rows).toEqual([{ raw: null, text: "" }]);
    expect((await tablesWith(scope, msisdn)).filter((table) => table !== "receipts")).not.toContain("contacts");
    expect(await verifyCounts(scope.accountId)).toEqual([]);
  });

  it("that was on the blacklist stays out of reach until its person comes back", async () => {
    const [msisdn, other] = [newNumber(), newNumber()];
    const { scope } = await fullOf(msisdn, other);
    await forgetNumber(scope, msisdn, NOW);
    const send = async () =>
      (await acceptMessages(scope, sending([{ to: msisdn }, { to: other }]), new Date())).messages;
    expect((await send()).map(({ status, reason }) => [status, reason])).toEqual([
      ["rejected", "blacklist"],
      ["processed", null],
    ]);
    expect(await allowAgain(scope, msisdn)).toBe(true);
    expect(await allowAgain(scope, msisdn)).toBe(false);
    expect((await send())[0]!.status).toBe("processed");
    // What is about to go out would go to nobody.
    await expect(forgetNumber(scope, msisdn, NOW)).rejects.toMatchObject({ key: "forget-waiting" });
  });

  it("is in no file that waits to be imported, however it is written there; other files stay", async () => {
    const scope = await createAccount();
    const msisdn = newNumber();
    const national = msisdn.slice(2);
    const spaced = `+34 ${national.slice(0, 3)} ${national.slice(3, 6)}-${national.slice(6)}`;
    const name = "x".repeat(256 * 1024 - 5);
    const files = [
      Buffer.from(`Name;Phone\nAna;${msisdn}\n`),
      Buffer.from(`Ana,"${spaced}"\n`),
      Buffer.from(`\ufeffAna\t${national}\n`, "utf16le"),
      Buffer.from(`${name}${national}\n`), // begins in one piece, ends in the next
      Buffer.from("Eva;34600111222\n34600\n111333\n"),
    ];
    const ids: string[] = [];
    for (const file of files) ids.push(await storeFile(scope, "list.csv", Readable.from([file]), new Date()));
    const { removed } = await forgetNumber(scope, msisdn, NOW);
    expect(removed).toEqual({ imports: 4 });
    const { rows } = await db.execute<{ id: string; state: string; pieces: number }>(sql`
      select id, state, (select count(*)::integer from import_chunks where import_id = imports.id) as pieces
      from imports where account_id = ${scope.accountId}`);
    const told = (id: string) => rows.find((each) => each.id === id)!;
    expect(ids.map((id) => told(id).state)).toEqual([...Array(4).fill("cancelled"), "draft"]);
    expect(ids.map((id) => told(id).pieces)).toEqual([0, 0, 0, 0, 1]);
  });

  it("with more messages than one transaction takes goes whole, and again finds nothing", async () => {
    const scope = await createAccount();
    const msisdn = newNumber();
    await createMessages(
      scope,
      Array.from({ length: 1_234 }, (_, n) => ({ msisdn, sentAt: new Date(NOW.getTime() - n) })),
    );
    const { removed } = await forgetNumber(scope, msisdn, NOW);
    expect(removed.messages).toBe(1_234);
    expect(await tablesWith(scope, msisdn)).toEqual([]);
    expect((await forgetNumber(scope, msisdn, NOW)).removed.messages).toBeUndefined();
    expect(await verifyCounts(scope.accountId)).toEqual([]);
  });

  it("leaves the text and the target that another sending has just found, though its messages cannot be seen yet", async () => {
    const scope = await createAccount();
    const [msisdn, other] = [newNumber(), newNumber()];
    const text = "Oferta https://shop.example/oferta";
    const campaign = (to: string) => sending([{ to, text }], { shortLinks: "all", test: true });
    await acceptMessages(scope, campaign(msisdn), NOW);
    const forgotten = await db.transaction(async (tx) => {
      await acceptWithin(tx, scope, campaign(other), NOW);
      const forgetting = forgetNumber(scope, msisdn, NOW);
      await Promise.race([forgetting, sleep(1_000)]);
      return { forgetting };
    });
    await forgotten.forgetting;
    const { rows } = await db.execute(sql`
      select msisdn, body is not null as text, url from messages
        left join texts on texts.account_id = messages.account_id and texts.id = messages.text_id
        left join links on links.account_id = messages.account_id and links.message_id = messages.id
        left join link_targets on link_targets.account_id = links.account_id and link_targets.id = links.target_id
      where messages.account_id = ${scope.accountId} order by msisdn`);
    expect(rows).toEqual([
      { msisdn: "", text: true, url: null },
      { msisdn: other, text: true, url: "https://shop.example/oferta" },
    ]);
  });

  it("that somebody adds to the agenda meanwhile begins anew there", async () => {
    const scope = await createAccount();
    const msisdn = newNumber();
    const held = await createMessages(scope, [{ msisdn }]);
    const forgotten = await db.transaction(async (tx) => {
      await lockMessages(tx, scope, held);
      const forgetting = forgetNumber(scope, msisdn, NOW);
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      // It has left the agenda by then, and waits for this message.
      await expect.poll(() => waitingFor(rows[0]!.pid)).toBe(1);
      await createContact(scope, { number: msisdn, name: "Ana", fields: {} }, NOW);
      return { forgetting };
    });
    await forgotten.forgetting;
    expect(await verifyAgenda(scope.accountId)).toEqual([]);
    const [contact] = await db.select().from(contacts).where(eq(contacts.accountId, scope.accountId));
    expect(contact).toMatchObject({ delivered: 0, lastMessageId: null });
  });

  it("is forgotten in one account only, and by whoever manages it", async () => {
    const msisdn = newNumber();
    const [mine, theirs] = [await createAccount(), await createAccount()];
    for (const scope of [mine, theirs]) await createMessages(scope, [{ msisdn }]);
    await forgetNumber(mine, msisdn, NOW);
    expect(await tablesWith(theirs, msisdn)).toEqual(["messages"]);
    expect(await listForgotten(theirs)).toEqual([]);
    expect(await allowAgain(theirs, msisdn)).toBe(false);
    // Hashes of two accounts are never the same; if they were, the account would still count.
    const [hash] = await hashNumbers(mine, [msisdn]);
    await db
      .insert(forgottenNumbers)
      .values({ ...{ accountId: theirs.accountId, at: NOW, hash: hash!, removed: {} }, suppressed: true });
    expect(await allowAgain(mine, msisdn)).toBe(false);
    expect(await listForgotten(theirs)).toMatchObject([{ suppressed: true }]);
    const viewer = await createAccount({ role: "viewer" });
    await expect(forgetNumber(viewer, msisdn, NOW)).rejects.toMatchObject({ outcome: "forbidden" });
    await expect(allowAgain(viewer, msisdn)).rejects.toMatchObject({ outcome: "forbidden" });
    await expect(forgetNumber(mine, "12", NOW)).rejects.toMatchObject({ fields: { number: "not-a-phone" } });
  });
});
