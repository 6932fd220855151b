import { parse } from "csv-parse/sync";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, db } from "@/db";
import { blacklist, contacts } from "@/db/schema";
import { createAccount, createMessage } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import { createGroupOf } from "@/lib/groups/commands";
import { contactsById } from "@/lib/groups/members";
import { getGroup } from "@/lib/groups/queries";
import { createContact, mergeContacts, updateContact } from "./commands";
import { contactDataset } from "./dataset";
import { listDuplicates } from "./duplicates";
import { addField, listFields, removeField, renameField } from "./fields";
import { contactCsv } from "./files";
import { contactsWithIds, getContact, listContacts } from "./queries";
import { addSelection, countSelection, deleteSelection } from "./selection";
import { verifyAgenda } from "./verify";

afterAll(closeDatabase);

const NOW = new Date("2026-11-23T09:00:00Z");
const contact = (number: string, name = "", fields: Record<string, string> = {}) => ({ number, name, fields });
const numberOf = (n: number) => String(34600000000 + n);

async function questionOf(scope: Scope, search: string) {
  const dataset = contactDataset(await listFields(scope));
  const { query, unreadable } = readQuery(dataset, new URLSearchParams(search), { now: NOW, zone: scope.zone });
  return { dataset, query, unreadable };
}

async function find(scope: Scope, search: string) {
  const { dataset, query, unreadable } = await questionOf(scope, search);
  expect(unreadable).toEqual([]);
  const { rows, total } = await listContacts(scope, dataset, query, ["number"]);
  expect(total).toBe(rows.length);
  return rows.map(({ number }) => number).sort();
}

describe("a contact", () => {
  it("is made once of a number, as people write it, and knows its messages at once", async () => {
    const scope = await createAccount();
    await createMessage(scope, { msisdn: "34600111222", status: "rejected", reason: "blocked" });
    const id = await createContact(scope, contact("600 111 222", " Ana "), NOW);
    const made = await getContact(scope, id);
    expect(made).toMatchObject({ msisdn: "34600111222", name: "Ana", country: "ES", failed: 1, lastReason: "blocked" });
    expect(made.knownAt).toEqual(NOW);
    const taken = { fields: { number: "number-taken" } };
    await expect(createContact(scope, contact("+34 600111222"), NOW)).rejects.toMatchObject(taken);
    await expect(createContact(scope, contact("12"), NOW)).rejects.toMatchObject({ fields: { number: "not-a-phone" } });
    await expect(createContact(scope, contact(" "), NOW)).rejects.toMatchObject({ fields: { number: "required" } });
  });

  it("that changes its number knows the messages of the new one", async () => {
    const scope = await createAccount();
    await createMessage(scope, { msisdn: numberOf(1), status: "delivered" });
    await createMessage(scope, { msisdn: numberOf(2), status: "expired" });
    const id = await createContact(scope, contact(numberOf(1)), NOW);
    const other = await createContact(scope, contact(numberOf(3)), NOW);
    await updateContact(scope, id, contact(numberOf(2), "Eva"), NOW);
    expect(await getContact(scope, id)).toMatchObject({ delivered: 0, failed: 1, name: "Eva", lastStatus: "expired" });
    const taken = { fields: { number: "number-taken" } };
    await expect(updateContact(scope, other, contact(numberOf(2)), NOW)).rejects.toMatchObject(taken);
    expect(await verifyAgenda(scope.accountId)).toEqual([]);
  });

  it("keeps a field that was added while its form was open, and loses one that was emptied there", async () => {
    const scope = await createAccount();
    const [one, other] = [await addField(scope, "Ciudad"), await addField(scope, "Calle")];
    const given = contact(numberOf(1), "Ana");
    const id = await createContact(scope, { ...given, fields: { [one]: "Vigo", [other]: "Mayor" } }, NOW);
    await updateContact(scope, id, { ...given, fields: { [other]: "" } }, NOW);
    expect(await getContact(scope, id)).toMatchObject({ fields: { [one]: "Vigo" } });
    expect((await getContact(scope, id)).fields).not.toHaveProperty(other);
  });

  it("is nobody else's, and a viewer changes none", async () => {
    const [mine, theirs] = [await createAccount(), await createAccount()];
    const viewer = await createAccount({ role: "viewer" });
    const id = await createContact(mine, contact(numberOf(1)), NOW);
    const own = await createContact(theirs, contact(numberOf(1)), NOW);
    const missing = { outcome: "not-found" };
    await expect(getContact(theirs, id)).rejects.toMatchObject(missing);
    await expect(updateContact(theirs, id, contact(numberOf(2)), NOW)).rejects.toMatchObject(missing);
    await expect(mergeContacts(theirs, own, [id], NOW)).rejects.toMatchObject(missing);
    expect(await contactsWithIds(theirs, [id])).toEqual([]);
    expect(await countSelection(theirs, { ids: [id] })).toBe(0);
    await expect(deleteSelection(theirs, { ids: [id] }, 1)).rejects.toMatchObject({ key: "selection-changed" });
    await addSelection(theirs, { ids: [id] }, { group: "", name: "x" }, NOW);
    expect(await verifyAgenda(theirs.accountId)).toEqual([]);
    expect(await find(theirs, "")).toEqual([numberOf(1)]);
    const forbidden = { outcome: "forbidden" };
    await expect(createContact(viewer, contact(numberOf(1)), NOW)).rejects.toMatchObject(forbidden);
    await expect(deleteSelection(viewer, { filter: {} }, 0)).rejects.toMatchObject(forbidden);
    await expect(addField(viewer, "City")).rejects.toMatchObject(forbidden);
  });
});

describe("the list of contacts", () => {
  it("finds by each of its filters what it says, and no others", async () => {
    const scope = await createAccount();
    const key = await addField(scope, "Población");
    await createMessage(scope, { msisdn: numberOf(1), status: "rejected", reason: "blocked" });
    await createMessage(scope, { msisdn: numberOf(1), status: "expired", reason: "expired" });
    await createMessage(scope, { msisdn: numberOf(2), status: "delivered" });
    const ids = [
      await createContact(scope, contact(numberOf(1), "Ana 100%", { [key]: "Vic" }), NOW),
      await createContact(scope, contact(numberOf(2), "Eva"), NOW),
      await createContact(scope, contact("447400123456", "Joe"), NOW),
    ];
    const group = await createGroupOf(scope, "Clientes", contactsById(ids.slice(0, 2)), NOW);
    const other = await createGroupOf(scope, "Otros", contactsById(ids.slice(2)), NOW);
    await db.insert(blacklist).values({ accountId: scope.accountId, msisdn: numberOf(2), source: "hand", at: NOW });
    const [one, two, three] = [numberOf(1), numberOf(2), "447400123456"];
    const cases: [string, string[]][] = [
      ["", [one, two, three]],
      [`number=${one}`, [one]],
      ["number=346*", [one, two]],
      ["name=0%25", [one]],
      ["extra=vic", [one]],
      [`group=${group.id}`, [one, two]],
      [`group=${group.id}&group=${other.id}`, [one, two, three]],
      [`group=${group.id}&outcome=delivered`, [two]],
      ["outcome=none", [three]],
      ["outcome=none&outcome=expired", [one, three]],
      ["reason=expired", [one]],
      ["failures=2", [one]],
      ["failures=3", []],
      ["blacklisted=yes", [two]],
      ["blacklisted=no", [one, three]],
      ["visited=yes", []],
      ["country=GB", [three]],
    ];
    for (const [search, expected] of cases) expect([search, await find(scope, search)]).toEqual([search, expected]);
    expect((await questionOf(scope, "outcome=bogus&failures=0")).unreadable).toEqual(["outcome", "failures"]);
  });

  it("finds in extra fields what people wrote there, not how it is kept", async () => {
    const scope = await createAccount();
    const [street, city] = [await addField(scope, "Calle"), await addField(scope, "Ciudad")];
    const fields = { [street]: 'C\\ "Mayor"', [city]: "Vic" };
    await createContact(scope, contact(numberOf(1), "Ana", fields), NOW);
    await createContact(scope, contact(numberOf(2), "Eva", { [city]: "Lugo" }), NOW);
    await createContact(scope, contact(numberOf(3), "Joe"), NOW);
    const found = (extra: string) => find(scope, new URLSearchParams({ extra }).toString());
    expect(await found('c\\ "mayor"')).toEqual([numberOf(1)]);
    expect(await found('"')).toEqual([numberOf(1)]);
    for (const none of ["[", "]", ",", '", "', 'vic"']) expect([none, await found(none)]).toEqual([none, []]);
  });

  it("meets every contact once going on and back, in the agenda and in a group", async () => {
    const scope = await createAccount();
    const ids: number[] = [];
    for (let n = 0; n < 120; n++) ids.push(await createContact(scope, contact(numberOf(n)), NOW));
    const group = await createGroupOf(scope, "Todos", contactsById(ids), NOW);
    for (const search of ["", `group=${group.id}`]) {
      const { dataset, query } = await questionOf(scope, search);
      const first = await listContacts(scope, dataset, query, ["number"]);
      const second = await listContacts(scope, dataset, { ...query, page: { after: first.next! } }, ["number"]);
      const third = await listContacts(scope, dataset, { ...query, page: { after: second.next! } }, ["number"]);
      const met = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => Number(id)));
      expect(met).toEqual([...ids].reverse());
      expect([third.next, first.total]).toEqual([null, 120]);
      const back = await listContacts(scope, dataset, { ...query, page: { before: third.previous! } }, ["number"]);
      expect(back.rows).toEqual(second.rows);
    }
  });

  it("is a file too, with the account's own fields under their names", async () => {
    const scope = await createAccount();
    const key = await addField(scope, "Población");
    await createContact(scope, contact(numberOf(1), "=1+1", { [key]: "Vic, «centro»" }), NOW);
    const { dataset, query } = await questionOf(scope, `fields=number,name,x_${key},blacklisted`);
    const asked = { query, columns: columnsOf(dataset, query) };
    const read = async (kind: "excel" | "plain") => {
      const file = await contactCsv(scope, asked, kind, new AbortController().signal);
      const chunks: Uint8Array[] = [];
      for await (const chunk of file.chunks) chunks.push(chunk);
      return { name: file.name, bytes: Buffer.concat(chunks) };
    };
    const plain = await read("plain");
    expect(plain.name).toBe("contacts.csv");
    expect(parse(plain.bytes)[1]).toEqual([numberOf(1), "=1+1", "Vic, «centro»", "no"]);
    const excel = (await read("excel")).bytes.toString("utf16le");
    expect(excel).toContain("Población");
    expect(excel).toContain("'=1+1");
  });
});

describe("an extra field", () => {
  it("keeps its key when it is renamed, and takes its values along when it goes", async () => {
    const scope = await createAccount();
    const key = await addField(scope, "Número de pie");
    expect(key).toBe("numero_de_pie");
    expect(await addField(scope, "número-de-pie")).toBe("numero_de_pie_2");
    const id = await createContact(scope, contact(numberOf(1), "", { [key]: "38", numero_de_pie_2: "x" }), NOW);
    await renameField(scope, key, "Calzado");
    await expect(addField(scope, "CALZADO")).rejects.toMatchObject({ fields: { label: "name-taken" } });
    await removeField(scope, key);
    expect((await getContact(scope, id)).fields).toEqual({ numero_de_pie_2: "x" });
    expect(await listFields(scope)).toEqual([{ key: "numero_de_pie_2", label: "número-de-pie" }]);
  });
});

describe("contacts of one person", () => {
  it("become one with the kept number, what the others knew, and the groups of all", async () => {
    const scope = await createAccount();
    const key = await addField(scope, "City");
    const ids = [
      await createContact(scope, contact(numberOf(1), "Ana"), NOW),
      await createContact(scope, contact(numberOf(2), " ana", { [key]: "Vic" }), NOW),
      await createContact(scope, contact(numberOf(3), "Ana", { [key]: "Berga" }), NOW),
      await createContact(scope, contact(numberOf(4), "Eva"), NOW),
    ];
    const one = await createGroupOf(scope, "one", contactsById([ids[0]!, ids[1]!]), NOW);
    const two = await createGroupOf(scope, "two", contactsById([ids[2]!]), NOW);
    const [alike] = await listDuplicates(scope, "name");
    expect(alike).toMatchObject({ contacts: 3, ids: ids.slice(0, 3) });
    await mergeContacts(scope, ids[0]!, alike!.ids, NOW);
    const kept = await getContact(scope, ids[0]!);
    expect(kept).toMatchObject({ msisdn: numberOf(1), name: "Ana", fields: { [key]: "Vic" } });
    expect(kept.groups.map(({ name }) => name)).toEqual(["one", "two"]);
    expect([(await getGroup(scope, one.id)).members, (await getGroup(scope, two.id)).members]).toEqual([1, 1]);
    expect(await find(scope, "")).toEqual([numberOf(1), numberOf(4)]);
    expect(await verifyAgenda(scope.accountId)).toEqual([]);
  });
});

describe("deleting contacts", () => {
  it("takes away exactly as many as was told, with their memberships, or none", async () => {
    const scope = await createAccount();
    const ids: number[] = [];
    for (let n = 0; n < 4; n++) ids.push(await createContact(scope, contact(numberOf(n), n < 3 ? "Ana" : ""), NOW));
    const group = await createGroupOf(scope, "all", contactsById(ids), NOW);
    const { query } = await questionOf(scope, "name=ana");
    await expect(deleteSelection(scope, query, 2)).rejects.toMatchObject({ key: "selection-changed" });
    expect(await db.$count(contacts, eq(contacts.accountId, scope.accountId))).toBe(4);
    await deleteSelection(scope, query, 3);
    expect(await find(scope, "")).toEqual([numberOf(3)]);
    expect((await getGroup(scope, group.id)).members).toBe(1);
    expect(await verifyAgenda(scope.accountId)).toEqual([]);
  });
});
