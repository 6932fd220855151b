import { eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { closeDatabase, db } from "@/db";
import { campaigns, groups, messages, scheduledSendings } from "@/db/schema";
import { createAccount, createCampaign, createMessages } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { addContacts, contactsOf, givenContacts } from "@/lib/contacts/add-contacts";
import { addField } from "@/lib/contacts/fields";
import { addCredits } from "@/lib/credits/commands";
import { createGroupOf } from "@/lib/groups/commands";
import { createGroupOfReached } from "@/lib/groups/from-messages";
import { sendDue } from "@/lib/ingest/scheduled-sendings";
import { send, sendTest } from "./commands";
import { readComposed } from "./composed";
import { planSending } from "./plan";
import { typedNumbers } from "./recipients";

beforeEach(() => vi.stubEnv("PUBLIC_URL", "https://sms.example.com"));
afterAll(closeDatabase);

const NOW = new Date("2026-11-23T09:00:00Z");
const numberOf = (n: number) => String(34600000000 + n);
const compose = (scope: Scope, given: Record<string, string>) => readComposed(scope, { sender: "Shop", ...given });

/** A group of contacts with these names. */
async function groupOf(scope: Scope, names: readonly string[], fields: Record<string, string> = {}): Promise<number> {
  const rows = names.map((name, i) => ({ msisdn: numberOf(i), country: "ES", name, fields }));
  await db.transaction((tx) => addContacts(tx, scope, givenContacts(rows), NOW));
  const numbers = sql`select unnest(${sql.param(rows.map(({ msisdn }) => msisdn))}::text[]) as msisdn`;
  return (await createGroupOf(scope, `Group ${names.length}`, contactsOf(scope, numbers), NOW)).id;
}
const blacklist = (scope: Scope, msisdn: string) =>
  db.execute(sql`
    insert into blacklist (account_id, msisdn, source, at) values (${scope.accountId}, ${msisdn}, 'hand', ${NOW.toISOString()})`);
const stored = (scope: Scope) =>
  db.select().from(messages).where(eq(messages.accountId, scope.accountId)).orderBy(messages.msisdn);
const campaignsOf = (scope: Scope) => db.select().from(campaigns).where(eq(campaigns.accountId, scope.accountId));
const plan = (scope: Scope, given: Record<string, string>, keys: string[] = []) =>
  planSending(scope, compose(scope, given), keys, NOW);

test("a group's plan says who gets what, who does not, and what it costs; sending it does just that", async () => {
  const scope = await createAccount();
  await addField(scope, "Ciudad");
  const group = String(await groupOf(scope, ["Ana", "Luis", "Núñez"], { ciudad: "Vigo" }));
  await blacklist(scope, numberOf(1));
  const given = { group, text: "Hola %name% de %ciudad%", name: "Otoño" };
  const planned = await plan(scope, given, ["ciudad"]);
  expect(planned).toMatchObject({
    ...{ recipients: 2, segments: 2, credits: "2.0000", unknown: [] },
    leftOut: { blacklist: 1, format: 0, duplicates: 0 },
    lengths: [
      { segments: 1, encoding: "gsm7", messages: 1 },
      { segments: 1, encoding: "ucs2", messages: 1 },
    ],
    samples: [
      { to: numberOf(0), text: "Hola Ana de Vigo" },
      { to: numberOf(2), text: "Hola Núñez de Vigo" },
    ],
  });
  expect(await stored(scope)).toEqual([]);
  const { campaignId, waits } = await send(scope, compose(scope, given), planned, NOW);
  expect(waits).toBe(false);
  expect((await stored(scope)).map(({ status, reason, origin }) => [status, reason, origin])).toEqual([
    ["processed", null, "web"],
    ["rejected", "blacklist", "web"],
    ["processed", null, "web"],
  ]);
  expect(await campaignsOf(scope)).toMatchObject([{ id: campaignId, name: "Otoño", recipients: 3 }]);
});

test("typed numbers are read, and what is none or stands twice is left out", async () => {
  const scope = await createAccount();
  const numbers = "600111222, 34600111222\nnada;34600111333";
  expect(typedNumbers(numbers)).toHaveLength(4);
  expect(await plan(scope, { numbers, text: "Hola %name%" })).toMatchObject({
    ...{ recipients: 2, unknown: ["name"], leftOut: { blacklist: 0, format: 1, duplicates: 1 } },
  });
});

test("without an anti-duplicate window the plan counts a number as often as it stands there, as the sending does", async () => {
  const scope = await createAccount({ duplicateMinutes: 0 });
  const given = { numbers: "34600111333, 34600111333", text: "Hola" };
  const planned = await plan(scope, given);
  expect(planned).toMatchObject({ recipients: 2, credits: "2.0000", leftOut: { duplicates: 0 } });
  await send(scope, compose(scope, given), planned, NOW);
  expect((await stored(scope)).map(({ status, credits }) => [status, credits])).toEqual([
    ["processed", "1.0000"],
    ["processed", "1.0000"],
  ]);
});

test("a test to a number on the blacklist is refused for that, not for its form", async () => {
  const scope = await createAccount();
  await blacklist(scope, numberOf(1));
  const composed = compose(scope, { numbers: numberOf(2), text: "Hola" });
  const fields = (testTo: string) => ({ fields: { testTo } });
  await expect(sendTest(scope, composed, numberOf(1), NOW)).rejects.toMatchObject(fields("on-the-blacklist"));
  await expect(sendTest(scope, composed, "12", NOW)).rejects.toMatchObject(fields("not-a-phone"));
});

test("a plan says of its time whether it is past, or further than a sending can wait", async () => {
  const scope = await createAccount();
  const at = (time: string) => plan(scope, { numbers: numberOf(1), text: "Hola", at: time });
  await expect(at("2026-11-23T10:00")).rejects.toMatchObject({ fields: { at: "in-the-past" } });
  await expect(at("2027-11-23T10:01")).rejects.toMatchObject({ fields: { at: "too-far-ahead" } });
  expect(await at("2027-11-23T10:00")).toMatchObject({ recipients: 1 });
});

test.each(["2027-02-31T10:00", "2026-12-01T24:30", "2026-12-01"])("%s is no time of a sending", async (at) => {
  const scope = await createAccount();
  expect(() => compose(scope, { numbers: numberOf(1), text: "Hola", at })).toThrow("at: not-a-time");
});

test("those of a campaign to whom the same happened get the next text, each once and with what the agenda has", async () => {
  const scope = await createAccount();
  await groupOf(scope, ["Ana", "Luis"]);
  const campaignId = await createCampaign(scope, { recipients: 5 });
  const other = await createCampaign(scope);
  const message = { campaignId, reason: null };
  await createMessages(scope, [
    { ...message, msisdn: numberOf(0), status: "delivered", clicks: 1 },
    { ...message, msisdn: numberOf(1), status: "delivered" },
    { ...message, msisdn: numberOf(1), status: "delivered" },
    { ...message, msisdn: numberOf(5), status: "rejected", reason: "blocked" },
    { ...message, msisdn: numberOf(6), status: "non-deliverable", reason: "absent" },
    { ...message, msisdn: "123", status: "rejected", reason: "invalid_number" },
    { campaignId: other, msisdn: numberOf(9), status: "delivered" },
  ]);
  const to = async (outcome: string) => {
    const given = { campaign: String(campaignId), outcome, text: `Hola %name% ${outcome}` };
    const planned = await plan(scope, given);
    return planned.samples.map(({ to, text }) => [to, text.replace(` ${outcome}`, "")]);
  };
  expect(await to("clicked")).toEqual([[numberOf(0), "Hola Ana"]]);
  expect(await to("not-clicked")).toEqual([[numberOf(1), "Hola Luis"]]);
  expect(await to("delivered")).toEqual([
    [numberOf(0), "Hola Ana"],
    [numberOf(1), "Hola Luis"],
  ]);
  expect(await to("failed")).toEqual([
    [numberOf(5), "Hola "],
    [numberOf(6), "Hola "],
  ]);
  expect(await to("reason:absent")).toEqual([[numberOf(6), "Hola "]]);
  await expect(to("reason:no_credit")).rejects.toMatchObject({ fields: { group: "no-members" } });
  const given = { campaign: String(campaignId), outcome: "failed", text: "Otra vez", name: "Otra vez" };
  const { campaignId: next } = await send(scope, compose(scope, given), await plan(scope, given), NOW);
  const sent = (await stored(scope)).filter((each) => each.campaignId === next).map(({ msisdn }) => msisdn);
  expect(sent).toEqual([numberOf(5), numberOf(6)]);
  const { id } = await createGroupOfReached(scope, "Sin entregar", { campaign: campaignId, outcome: "failed" }, NOW);
  expect(await plan(scope, { group: String(id), text: "Hola" })).toMatchObject({ recipients: 2 });
});

test("what was shown is what is sent: when it would be something else, nothing is", async () => {
  const scope = await createAccount();
  const given = { group: String(await groupOf(scope, ["Ana", "Luis"])), text: "Hola" };
  const planned = await plan(scope, given);
  await blacklist(scope, numberOf(1));
  await expect(send(scope, compose(scope, given), planned, NOW)).rejects.toMatchObject({ key: "plan-changed" });
  expect(await stored(scope)).toEqual([]);
});

test("a sending that the balance does not cover is refused whole", async () => {
  const scope = await createAccount({ creditControl: true });
  await addCredits("terminal", scope.accountId, { amount: "1", note: "Test" }, NOW);
  const given = { group: String(await groupOf(scope, ["Ana", "Luis"])), text: "Hola" };
  const planned = await plan(scope, given);
  await expect(send(scope, compose(scope, given), planned, NOW)).rejects.toMatchObject({ outcome: "no-credit" });
  expect(await stored(scope)).toEqual([]);
});

test("a large group is one campaign, though it goes out as several sendings, each once", async () => {
  const scope = await createAccount();
  const given = {
    group: String(
      await groupOf(
        scope,
        Array.from({ length: 20_001 }, () => "Ana"),
      ),
    ),
    text: "Hola %name%",
  };
  const planned = await plan(scope, given);
  expect(planned).toMatchObject({ recipients: 20_001, credits: "20001.0000" });
  expect(await send(scope, compose(scope, given), planned, NOW)).toEqual({ campaignId: null, waits: true });
  expect(await db.$count(scheduledSendings, eq(scheduledSendings.accountId, scope.accountId))).toBe(3);
  const worker = makeScope(scope.account, { kind: "worker" });
  const later = new Date(NOW.getTime() + 1_000);
  const sent = await Promise.all([sendDue(worker, later), sendDue(worker, later)]);
  expect(sent[0]! + sent[1]!).toBe(3);
  const [campaign, ...others] = await campaignsOf(scope);
  expect([campaign, others]).toMatchObject([{ recipients: 20_001, name: "Hola %name%" }, []]);
  const counted = await db.execute<{ n: number; numbers: number }>(sql`
    select count(*)::integer as n, count(distinct msisdn)::integer as numbers from messages
    where account_id = ${scope.accountId} and campaign_id = ${campaign!.id}`);
  expect(counted.rows[0]).toEqual({ n: 20_001, numbers: 20_001 });
});

test("a sending for later waits for its time in the account's zone, and the past is refused", async () => {
  const scope = await createAccount({ zone: "Europe/Madrid" });
  const given = { numbers: "34600111222", text: "Hola", at: "2026-11-23T18:30" };
  const planned = await plan(scope, given);
  expect(await send(scope, compose(scope, given), planned, NOW)).toMatchObject({ waits: true });
  const [waiting] = await db.select().from(scheduledSendings).where(eq(scheduledSendings.accountId, scope.accountId));
  expect(waiting!.dueAt.toISOString()).toBe("2026-11-23T17:30:00.000Z");
  const past = compose(scope, { ...given, at: "2026-11-23T10:00" });
  await expect(send(scope, past, planned, NOW)).rejects.toMatchObject({ fields: { at: "in-the-past" } });
});

test("a test goes to one number only, as often as it is asked for, and makes no campaign", async () => {
  const scope = await createAccount();
  const group = String(await groupOf(scope, ["Ana", "Luis"]));
  const composed = compose(scope, { group, text: "Hola %name%" });
  for (let i = 0; i < 2; i++) await sendTest(scope, composed, "600999888", NOW);
  expect((await stored(scope)).map(({ msisdn, status }) => [msisdn, status])).toEqual(
    Array(2).fill(["34600999888", "processed"]),
  );
  expect(await campaignsOf(scope)).toEqual([]);
  await expect(sendTest(scope, composed, "nada", NOW)).rejects.toMatchObject({ fields: { testTo: "not-a-phone" } });
  expect(await stored(scope)).toHaveLength(3);
});

describe("what cannot be sent is said at its field", () => {
  test.each([
    [{ text: "Hola" }, { group: "no-recipients" }],
    [{ text: "Hola", group: "1", numbers: "34600111222" }, { group: "group-or-numbers" }],
    [{ text: "Hola", group: "1", campaign: "1", outcome: "failed" }, { group: "group-or-numbers" }],
    [{ text: "Hola", campaign: "1", outcome: "gone" }, { outcome: "no-outcome" }],
    [{ text: " ", numbers: "34600111222" }, { text: "required" }],
    [{ text: "Hola", numbers: "34600111222", sender: "much too long a name" }, { sender: "not-a-sender" }],
    [{ text: "Hola", numbers: Array(501).fill("34600111222").join() }, { numbers: "too-many" }],
    [{ text: "Hola", numbers: "34600111222", at: "tomorrow" }, { at: "not-a-time" }],
  ])("%j", async (given, fields) => {
    const scope = await createAccount();
    expect(() => compose(scope, given as Record<string, string>)).toThrowError(expect.objectContaining({ fields }));
  });
});

test("another account's group or campaign is not found, and a viewer sends nothing", async () => {
  const [scope, theirs] = [await createAccount(), await createAccount()];
  const group = String(await groupOf(theirs, ["Ana"]));
  await expect(plan(scope, { group, text: "Hola" })).rejects.toMatchObject({ outcome: "not-found" });
  const campaign = String(await createCampaign(theirs));
  const reached = { campaign, outcome: "delivered", text: "Hola" };
  await expect(plan(scope, reached)).rejects.toMatchObject({ outcome: "not-found" });
  const all = { campaign: Number(campaign), outcome: "delivered" as const };
  await expect(createGroupOfReached(scope, "Robado", all, NOW)).rejects.toMatchObject({ outcome: "not-found" });
  expect(await db.select().from(groups).where(eq(groups.accountId, scope.accountId))).toEqual([]);
  // Nor is a message of theirs reached by a campaign of the same number.
  const own = await createCampaign(scope);
  await createMessages(theirs, [{ status: "delivered", campaignId: own }]);
  expect(await createGroupOfReached(scope, "Propio", { ...all, campaign: own }, NOW)).toMatchObject({ members: 0 });
  const viewer = makeScope(theirs.account, theirs.actor, "viewer");
  await expect(plan(viewer, { group, text: "Hola" })).rejects.toMatchObject({ outcome: "forbidden" });
});
