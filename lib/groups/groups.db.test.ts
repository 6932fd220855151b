import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, db } from "@/db";
import { createAccount } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { addContacts, contactsOf, givenContacts } from "@/lib/contacts/add-contacts";
import { verifyAgenda } from "@/lib/contacts/verify";
import {
  combineGroups,
  copyGroup,
  countCombined,
  createGroup,
  createGroupOf,
  deleteGroup,
  renameGroup,
} from "./commands";
import { addMembers, holdMembers, leaveGroups, removeMembers } from "./members";

afterAll(closeDatabase);

const NOW = new Date("2026-11-23T09:00:00Z");
const numberOf = (n: number) => String(34600000000 + n);
const select = (numbers: readonly string[]) => sql`select unnest(${sql.param(numbers)}::text[]) as msisdn`;

const addAll = (scope: Scope, numbers: readonly string[]) =>
  db.transaction((tx) =>
    addContacts(
      tx,
      scope,
      givenContacts(numbers.map((msisdn) => ({ msisdn, country: "ES", name: "", fields: {} }))),
      NOW,
    ),
  );

const groupOf = (scope: Scope, name: string, numbers: readonly string[]) =>
  createGroupOf(scope, name, contactsOf(scope, select(numbers)), NOW);

async function membersIn(scope: Scope, groupId: number): Promise<string[]> {
  const { rows } = await db.execute<{ msisdn: string }>(sql`
    select msisdn from group_members join contacts on contacts.account_id = ${scope.accountId} and contacts.id = contact_id
    where group_members.account_id = ${scope.accountId} and group_id = ${groupId} order by msisdn`);
  return rows.map(({ msisdn }) => msisdn);
}

const some = fc.uniqueArray(fc.integer({ min: 0, max: 9 }).map(numberOf));

describe("groups", () => {
  it("combine as sets do", async () => {
    await fc.assert(
      fc.asyncProperty(some, some, some, async (...sets) => {
        const scope = await createAccount();
        await addAll(scope, sets.flat());
        const ids: number[] = [];
        for (const [place, set] of sets.entries()) ids.push((await groupOf(scope, `group ${place}`, set)).id);
        const [one, two, three] = sets;
        const expected = {
          union: [...new Set(sets.flat())],
          intersection: one.filter((each) => two.includes(each) && three.includes(each)),
          difference: one.filter((each) => !two.includes(each) && !three.includes(each)),
        };
        for (const how of ["union", "intersection", "difference"] as const) {
          expect(await countCombined(scope, how, ids)).toBe(expected[how].length);
          const made = await combineGroups(scope, { how, ids, name: how }, NOW);
          expect(await membersIn(scope, made.id)).toEqual(expected[how].sort());
          expect(made.members).toBe(expected[how].length);
        }
        expect(await verifyAgenda(scope.accountId)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it("know how many members they have, also when several change them at once", async () => {
    const scope = await createAccount();
    const numbers = Array.from({ length: 30 }, (_, n) => numberOf(n));
    await addAll(scope, numbers);
    const { id } = await groupOf(scope, "one", []);
    const other = await groupOf(scope, "two", numbers);
    const part = (from: number) => contactsOf(scope, select(numbers.slice(from, from + 10)));
    await Promise.all([
      ...[0, 5, 10, 20].map((from) => db.transaction((tx) => addMembers(tx, scope, id, part(from)))),
      db.transaction((tx) => removeMembers(tx, scope, id, part(3))),
      db.transaction(async (tx) => {
        await holdMembers(tx, scope, "alone");
        await leaveGroups(tx, scope, part(8));
      }),
    ]);
    expect(other.members).toBe(30);
    expect(await verifyAgenda(scope.accountId)).toEqual([]);
    expect((await membersIn(scope, other.id)).length).toBe(20);
  });

  it("are named once, copied, renamed and deleted without their contacts", async () => {
    const scope = await createAccount();
    await addAll(scope, [numberOf(1), numberOf(2)]);
    const { id } = await groupOf(scope, "Clientes", [numberOf(1), numberOf(2)]);
    const taken = { fields: { name: "name-taken" } };
    await expect(db.transaction((tx) => createGroup(tx, scope, " clientes ", NOW))).rejects.toMatchObject(taken);
    const copy = await copyGroup(scope, id, "Copia", NOW);
    await expect(renameGroup(scope, copy.id, "CLIENTES")).rejects.toMatchObject(taken);
    await renameGroup(scope, copy.id, "Otros");
    await deleteGroup(scope, id);
    expect(await membersIn(scope, copy.id)).toEqual([numberOf(1), numberOf(2)]);
    const { rows } = await db.execute(sql`select id from contacts where account_id = ${scope.accountId}`);
    expect(rows).toHaveLength(2);
  });

  it("are nobody else's, and a viewer changes none", async () => {
    const [mine, theirs] = [await createAccount(), await createAccount()];
    const viewer = await createAccount({ role: "viewer" });
    const { id } = await groupOf(mine, "Clientes", []);
    const own = await groupOf(theirs, "Clientes", []);
    const missing = { outcome: "not-found" };
    await expect(renameGroup(theirs, id, "Robado")).rejects.toMatchObject(missing);
    await expect(deleteGroup(theirs, id)).rejects.toMatchObject(missing);
    await expect(copyGroup(theirs, id, "Robado", NOW)).rejects.toMatchObject(missing);
    await expect(countCombined(theirs, "union", [own.id, id])).rejects.toMatchObject(missing);
    await expect(db.transaction((tx) => addMembers(tx, theirs, id, sql`select 1::bigint as id`))).rejects.toMatchObject(
      missing,
    );
    await expect(createGroupOf(viewer, "x", null, NOW)).rejects.toMatchObject({ outcome: "forbidden" });
  });
});

describe("contacts that are added", () => {
  it("keep what is not given, and are told as changed only when they are", async () => {
    const scope = await createAccount();
    const given = (name: string, fields: Record<string, string>) =>
      db.transaction((tx) =>
        addContacts(tx, scope, givenContacts([{ msisdn: numberOf(1), country: "ES", name, fields }]), NOW),
      );
    expect(await given("Ana", { city: "Vic" })).toEqual({ added: 1, changed: 0 });
    expect(await given("", { city: "Vic" })).toEqual({ added: 0, changed: 0 });
    expect(await given("", { shoe: "38" })).toEqual({ added: 0, changed: 1 });
    expect(await given("Eva", {})).toEqual({ added: 0, changed: 1 });
    const { rows } = await db.execute(sql`select name, fields from contacts where account_id = ${scope.accountId}`);
    expect(rows).toEqual([{ name: "Eva", fields: { city: "Vic", shoe: "38" } }]);
  });
});
