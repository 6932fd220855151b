import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, db } from "@/db";
import { blacklist } from "@/db/schema";
import { createAccount, createCampaign, createMessage, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { addContacts, contactsOf, givenContacts } from "@/lib/contacts/add-contacts";
import { deleteContacts } from "@/lib/contacts/commands";
import { reckonContacts } from "@/lib/contacts/reckon-contacts";
import { verifyAgenda } from "@/lib/contacts/verify";
import { readQuery } from "@/lib/dataset/dataset";
import { messageDataset } from "@/lib/messages/dataset";
import { listMessages } from "@/lib/messages/queries";
import { clearGroup, listClears, sweepClears, undoClear } from "./clear";
import { leavingCsv, listLeaving, previewClear } from "./clear-preview";
import { BACK, type ClearRules, LEAVING, NOT_THE_NUMBERS, USUAL } from "./clear-rules";
import { createGroupOf } from "./commands";
import { countRecipients, createGroupFrom } from "./from-messages";
import { addMembers } from "./members";

afterAll(closeDatabase);

const NOW = new Date("2026-11-23T09:00:00Z");
const DAY = 86_400_000;
const numberOf = (n: number) => String(34600000000 + n);
const select = (numbers: readonly string[]) => sql`select unnest(${sql.param(numbers)}::text[]) as msisdn`;

async function groupOf(scope: Scope, numbers: readonly string[]): Promise<number> {
  await db.transaction((tx) =>
    addContacts(
      tx,
      scope,
      givenContacts(numbers.map((msisdn) => ({ msisdn, country: "ES", name: "", fields: {} }))),
      NOW,
    ),
  );
  const { id } = await createGroupOf(scope, "Clientes", contactsOf(scope, select(numbers)), NOW);
  await reckonContacts(scope, NOW);
  return id;
}

async function membersIn(scope: Scope, groupId: number): Promise<string[]> {
  const { rows } = await db.execute<{ msisdn: string }>(sql`
    select msisdn from group_members join contacts on contacts.account_id = ${scope.accountId} and contacts.id = contact_id
    where group_members.account_id = ${scope.accountId} and group_id = ${groupId} order by msisdn`);
  return rows.map(({ msisdn }) => msisdn);
}

const outcomes = fc.record({
  status: fc.constantFrom(
    ...(["delivered", "rejected", "non-deliverable", "expired", "sent", "test"] as const),
    ...(["rejected", "non-deliverable"] as const),
  ),
  reason: fc.constantFrom("blocked", "absent", ...NOT_THE_NUMBERS.slice(0, 2)),
  daysAgo: fc.integer({ min: 1, max: 120 }),
});
type Told = { status: string; reason: string; daysAgo: number };

/** The same by hand: who leaves and why. */
function leaves(told: readonly Told[], rules: ClearRules): string | null {
  const failed = ({ status }: Told) => status !== "delivered";
  const counts = told
    .filter(({ status }) => status !== "sent" && status !== "test")
    .filter((each) => !failed(each) || !NOT_THE_NUMBERS.includes(each.reason as never))
    .filter(({ daysAgo }) => daysAgo <= rules.days)
    .sort((one, other) => one.daysAgo - other.daysAgo)
    .slice(0, rules.last);
  const failures = counts.filter(({ status }) => rules.why.includes(status as never));
  return failures.length >= rules.row && failures[0] === counts[0] ? counts[0]!.status : null;
}

describe("cleaning a group", () => {
  it("takes out whom the rules say, shows them first, and brings back exactly them", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          // One message a day, so that "newest" is the same for both.
          fc.uniqueArray(outcomes, { maxLength: 6, selector: ({ daysAgo }) => daysAgo }),
          { minLength: 1, maxLength: 8 },
        ),
        fc.record({
          why: fc.subarray([...LEAVING]),
          row: fc.integer({ min: 1, max: 3 }),
          more: fc.integer({ min: 0, max: 3 }),
          days: fc.constantFrom(...BACK),
        }),
        async (people, { why, row, more, days }) => {
          const rules: ClearRules = { why, row, last: row + more, days };
          const scope = await createAccount();
          const numbers = people.map((_, n) => numberOf(n));
          // The first is nobody's here: there is always a message to create.
          await createMessages(scope, [
            { msisdn: numberOf(99) },
            ...people.flatMap((messages, n) =>
              messages.map(({ status, reason, daysAgo }) => ({
                ...{ msisdn: numberOf(n), status, sentAt: new Date(NOW.getTime() - daysAgo * DAY + 1_000) },
                reason: ["rejected", "non-deliverable", "expired"].includes(status) ? reason : null,
              })),
            ),
          ]);
          const groupId = await groupOf(scope, numbers);
          const expected = people.map((messages) => leaves(messages, rules));
          const preview = await previewClear(scope, groupId, rules, NOW);
          for (const reason of LEAVING) {
            const count = expected.filter((each) => each === reason).length;
            expect(preview.byReason.find((each) => each.reason === reason)?.members ?? 0).toBe(count);
            const listed = await listLeaving(scope, groupId, rules, { reason, after: 0 }, NOW);
            expect(listed.rows.map(({ number }) => number)).toEqual(numbers.filter((_, n) => expected[n] === reason));
          }
          const clear = await clearGroup(scope, groupId, rules, preview.fingerprint, NOW);
          expect(await membersIn(scope, groupId)).toEqual(numbers.filter((_, n) => expected[n] === null));
          expect(await verifyAgenda(scope.accountId)).toEqual([]);
          expect(await undoClear(scope, clear, NOW)).toBe(preview.leaving);
          expect(await membersIn(scope, groupId)).toEqual(numbers);
          expect(await verifyAgenda(scope.accountId)).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("finds blacklisted numbers and impossible ones, but for those that were reached", async () => {
    const scope = await createAccount();
    const [good, blocked, impossible, reached] = [numberOf(1), numberOf(2), "34123456789", "34123456788"];
    await db.insert(blacklist).values({ accountId: scope.accountId, msisdn: blocked, source: "hand", at: NOW });
    await createMessage(scope, { msisdn: reached, status: "delivered" });
    await createMessage(scope, { msisdn: blocked, status: "rejected", reason: "blacklist" });
    const groupId = await groupOf(scope, [good, blocked, impossible, reached]);
    const { byReason } = await previewClear(scope, groupId, USUAL, new Date());
    expect(byReason).toEqual([
      { reason: "blacklisted", members: 1 },
      { reason: "format", members: 1 },
    ]);
    const asked = { groupId, rules: USUAL, reason: null };
    const file = await leavingCsv(scope, asked, "plain", new Date(), new AbortController().signal);
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.chunks) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    expect(text.trim().split("\r\n").slice(1).sort()).toEqual([
      `${impossible},,format,,0,0`,
      `${blocked},,blacklisted,,0,1`,
    ]);
  });

  it("says what the last campaigns would have cost less", async () => {
    const scope = await createAccount();
    const campaignId = await createCampaign(scope, { name: "Rebajas", sentAt: new Date(NOW.getTime() - DAY) });
    const sentAt = new Date(NOW.getTime() - DAY);
    await createMessages(scope, [
      { msisdn: numberOf(1), status: "rejected", reason: "blocked", credits: "2.0000", campaignId, sentAt },
      { msisdn: numberOf(2), status: "delivered", credits: "2.0000", campaignId, sentAt },
    ]);
    const groupId = await groupOf(scope, [numberOf(1), numberOf(2)]);
    const { savings } = await previewClear(scope, groupId, USUAL, NOW);
    expect(savings).toEqual([{ campaignId, name: "Rebajas", sentAt, messages: 1, credits: "2.0000" }]);
  });

  it("changes nothing when others would leave by now", async () => {
    const scope = await createAccount();
    await createMessage(scope, { msisdn: numberOf(1), status: "rejected", reason: "blocked", sentAt: NOW });
    const groupId = await groupOf(scope, [numberOf(1), numberOf(2)]);
    const { fingerprint } = await previewClear(scope, groupId, USUAL, NOW);
    await createMessage(scope, { msisdn: numberOf(1), status: "delivered", sentAt: new Date(NOW.getTime() + 1) });
    const changed = { outcome: "conflict", key: "clear-changed" };
    await expect(clearGroup(scope, groupId, USUAL, fingerprint, NOW)).rejects.toMatchObject(changed);
    expect(await membersIn(scope, groupId)).toHaveLength(2);
    expect(await listClears(scope, groupId, NOW)).toEqual([]);
  });

  it("is undone once, within thirty days, and leaves alone what happened since", async () => {
    const scope = await createAccount();
    const gone = [1, 2, 3].map(numberOf);
    await createMessages(
      scope,
      gone.map((msisdn) => ({ msisdn, status: "rejected" as const, reason: "blocked", sentAt: NOW })),
    );
    const groupId = await groupOf(scope, [...gone, numberOf(4)]);
    const { fingerprint } = await previewClear(scope, groupId, USUAL, NOW);
    const clear = await clearGroup(scope, groupId, USUAL, fingerprint, NOW);
    const [entry] = await listClears(scope, groupId, NOW);
    expect(entry).toMatchObject({
      removed: 3,
      kept: 1,
      undoable: true,
      byReason: [{ reason: "rejected", members: 3 }],
    });
    // One comes back by hand, one is deleted.
    await db.transaction((tx) => addMembers(tx, scope, groupId, contactsOf(scope, select([gone[0]!]))));
    await deleteContacts(scope, contactsOf(scope, select([gone[1]!])), 1);
    expect(await undoClear(scope, clear, new Date(NOW.getTime() + 29 * DAY))).toBe(1);
    expect(await membersIn(scope, groupId)).toEqual([gone[0], gone[2], numberOf(4)]);
    await expect(undoClear(scope, clear, NOW)).rejects.toMatchObject({ key: "clear-undone" });
    expect(await verifyAgenda(scope.accountId)).toEqual([]);

    const again = await previewClear(scope, groupId, USUAL, NOW);
    const second = await clearGroup(scope, groupId, USUAL, again.fingerprint, NOW);
    const late = new Date(NOW.getTime() + 31 * DAY);
    await expect(undoClear(scope, second, late)).rejects.toMatchObject({ key: "clear-old" });
    expect(await sweepClears(scope.accountId, late)).toBeGreaterThan(0);
    expect(await listClears(scope, groupId, late)).toMatchObject([{ undoable: false }, { undoable: false }]);
  });

  it("is nobody else's, and a viewer only looks", async () => {
    const [mine, theirs] = [await createAccount(), await createAccount()];
    await createMessage(mine, { msisdn: numberOf(1), status: "rejected", reason: "blocked", sentAt: NOW });
    const groupId = await groupOf(mine, [numberOf(1), numberOf(2)]);
    const { fingerprint } = await previewClear(mine, groupId, USUAL, NOW);
    const missing = { outcome: "not-found" };
    await expect(clearGroup(theirs, groupId, USUAL, fingerprint, NOW)).rejects.toMatchObject(missing);
    const clear = await clearGroup(mine, groupId, USUAL, fingerprint, NOW);
    // Whether or not they have a group of that number.
    await expect(undoClear(theirs, clear, NOW)).rejects.toMatchObject(missing);
    await db.execute(sql`
      insert into groups (account_id, id, name, created_at) overriding system value
      values (${theirs.accountId}, ${groupId}, 'Same number', ${NOW.toISOString()})`);
    await expect(undoClear(theirs, clear, NOW)).rejects.toMatchObject(missing);
    expect(await listClears(theirs, groupId, NOW)).toEqual([]);
    expect(await listClears(mine, groupId, NOW)).toMatchObject([{ removed: 1, undoneAt: null }]);
    expect([await membersIn(mine, groupId), await membersIn(theirs, groupId)]).toEqual([[numberOf(2)], []]);
    const viewer = await createAccount({ role: "viewer" });
    await expect(clearGroup(viewer, 1, USUAL, "", NOW)).rejects.toMatchObject({ outcome: "forbidden" });
    await expect(undoClear(viewer, 1, NOW)).rejects.toMatchObject({ outcome: "forbidden" });
  });
});

describe("a group out of recipients", () => {
  const questionOf = (scope: Scope, search: string) =>
    readQuery(messageDataset, new URLSearchParams(search), { now: NOW, zone: scope.zone }).query;

  it("has each number of the question once, and makes contacts of those who were none", async () => {
    const scope = await createAccount();
    const sentAt = new Date(NOW.getTime() - DAY);
    await createMessages(scope, [
      { msisdn: numberOf(1), status: "rejected", reason: "blocked", sentAt },
      { msisdn: numberOf(1), status: "rejected", reason: "blocked", sentAt },
      { msisdn: numberOf(2), status: "delivered", sentAt },
      { msisdn: numberOf(3), status: "rejected", reason: "blocked", sentAt },
      { msisdn: "12", status: "rejected", reason: "invalid_number", sentAt },
    ]);
    await groupOf(scope, [numberOf(3)]);
    const query = questionOf(scope, "period=last7&status=rejected");
    expect((await listMessages(scope, query, [])).totals.messages).toBe(4);
    expect(await countRecipients(scope, query)).toBe(2);
    const made = await createGroupFrom(scope, "Rechazados", query, NOW);
    expect(made).toMatchObject({ members: 2, added: 1 });
    expect(await membersIn(scope, made.id)).toEqual([numberOf(1), numberOf(3)]);
    await reckonContacts(scope, NOW);
    expect(await verifyAgenda(scope.accountId)).toEqual([]);
  });

  it("holds nobody else's recipients", async () => {
    const [mine, theirs] = [await createAccount(), await createAccount()];
    await createMessage(theirs, { sentAt: new Date(NOW.getTime() - DAY) });
    const query = questionOf(mine, "period=last7");
    expect((await createGroupFrom(mine, "x", query, NOW)).members).toBe(0);
    const viewer = await createAccount({ role: "viewer" });
    await expect(createGroupFrom(viewer, "x", query, NOW)).rejects.toMatchObject({ outcome: "forbidden" });
  });
});
