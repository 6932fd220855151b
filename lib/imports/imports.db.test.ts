import { Readable } from "node:stream";
import { utils, write } from "@e965/xlsx";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase, db } from "@/db";
import { blacklist, contacts, groupMembers, groups, importChunks, importRemarks } from "@/db/schema";
import { createAccount } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { blockTyped } from "@/lib/blacklist/commands";
import { updateContact } from "@/lib/contacts/commands";
import { addField, listFields, removeField } from "@/lib/contacts/fields";
import { verifyAgenda } from "@/lib/contacts/verify";
import { createGroupOf } from "@/lib/groups/commands";
import { holdMembers } from "@/lib/groups/members";
import { cancelImport, type Given, setUpImport, startImport } from "./commands";
import { getImport, listImports, listRemarks, previewRows } from "./queries";
import { remarksCsv } from "./remarks-file";
import { runImport } from "./run";
import { storeFile } from "./store";
import { sweepImports } from "./sweep";

afterAll(closeDatabase);

const NOW = new Date("2026-11-23T09:00:00Z");
const now = () => NOW;
const store = (scope: Scope, file: string | Uint8Array, name = "list.csv") =>
  storeFile(scope, name, Readable.from([Buffer.from(file as string)]), NOW);

/** What the file was taken for, with changes. */
const settingsOf = async (scope: Scope, id: string, change: Partial<Given> = {}): Promise<Given> => {
  const { sheet: _, otherSheets: __, ...given } = (await getImport(scope, id)).settings;
  return { ...given, ...change };
};

async function importAll(scope: Scope, file: string | Uint8Array, change: Partial<Given> = {}) {
  const id = await store(scope, file);
  await startImport(scope, id, await settingsOf(scope, id, change));
  await runImport(makeScope(scope.account, { kind: "worker" }), id, now);
  return getImport(scope, id);
}

function workbookOf(rows: string[][]): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), "List");
  return write(book, { type: "buffer", bookType: "xlsx" }) as Buffer;
}

const agenda = async (scope: Scope) =>
  db
    .select({ msisdn: contacts.msisdn, name: contacts.name, fields: contacts.fields })
    .from(contacts)
    .where(eq(contacts.accountId, scope.accountId))
    .orderBy(contacts.msisdn);
const membersOf = async (scope: Scope, groupId: number) =>
  db.$count(groupMembers, and(eq(groupMembers.accountId, scope.accountId), eq(groupMembers.groupId, groupId)));
const chunksOf = (scope: Scope) => db.$count(importChunks, eq(importChunks.accountId, scope.accountId));

test("a messy list becomes contacts and a group, and every row that does not is told", async () => {
  const scope = await createAccount();
  const file = [
    "Nombre;Teléfono;Ciudad",
    "Ana;600 111 222;Vigo",
    "Luis;+34 600-11-13-33;",
    "Núñez;3,4600111444E+10;Lugo",
    "Rota;3,46E+10;",
    "Ana otra;34600111222;Pontevedra",
    ";;",
    "Nadie;no tiene;",
  ].join("\r\n");
  const done = await importAll(scope, Buffer.from(file, "latin1"), { group: { name: "Clientes" } });
  expect(done).toMatchObject({ state: "done", error: null, settings: { encoding: "windows-1252", separator: ";" } });
  expect(done.report).toMatchObject({
    ...{ added: 3, known: 0, duplicates: 1, refused: 2, empty: 1, repaired: 3, changed: 0, blacklisted: 0, barred: 0 },
    group: { name: "Clientes", joined: 3, already: 0, left: 0 },
  });
  expect(await agenda(scope)).toEqual([
    { msisdn: "34600111222", name: "Ana", fields: { ciudad: "Vigo" } },
    { msisdn: "34600111333", name: "Luis", fields: {} },
    { msisdn: "34600111444", name: "Núñez", fields: { ciudad: "Lugo" } },
  ]);
  expect(await listFields(scope)).toEqual([{ key: "ciudad", label: "Ciudad" }]);
  expect(await listRemarks(scope, done.id, 0, 100)).toEqual([
    { line: 5, content: "Rota · 3,46E+10 · ", reason: "damaged-number" },
    { line: 6, content: "34600111222 · Ana otra", reason: "duplicate-in-file" },
    { line: 8, content: "Nadie · no tiene · ", reason: "invalid-number" },
  ]);
  expect(await membersOf(scope, done.report!.group!.id)).toBe(3);
  expect(await chunksOf(scope)).toBe(0);
  expect(await verifyAgenda(scope.accountId)).toEqual([]);
});

test("workbooks are read with all digits of their numbers, the first sheet that has rows", async () => {
  const scope = await createAccount();
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([]), "Vacía");
  const rows = [
    ["Teléfono", "Nombre"],
    [34600111222, "Ana"],
    ['="34600111333"', "Luis"],
    [600111444, "Eva"],
  ];
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), "Clientes");
  utils.book_append_sheet(book, utils.aoa_to_sheet([["x"]]), "Notas");
  for (const bookType of ["xlsx", "biff8"] as const) {
    const own = await createAccount();
    const id = await store(own, write(book, { type: "buffer", bookType }), `lista.${bookType}`);
    expect((await getImport(own, id)).settings).toMatchObject({
      ...{ sheet: "Clientes", otherSheets: ["Notas"], header: true, columns: ["number", "name"] },
    });
    await startImport(own, id, await settingsOf(own, id));
    await runImport(own, id, now);
    expect((await agenda(own)).map(({ msisdn, name }) => [msisdn, name])).toEqual([
      ["34600111222", "Ana"],
      ["34600111333", "Luis"],
      ["34600111444", "Eva"],
    ]);
  }
  expect(await agenda(scope)).toEqual([]);
});

test("a list of people who asked not to get messages goes on the blacklist, and who is there already stays as he came", async () => {
  const scope = await createAccount();
  await blockTyped(scope, { numbers: "+34600111222" }, NOW);
  const { report } = await importAll(scope, "telefono\n34600111222\n34600111333\n34600111333\n", { blacklist: true });
  expect(report).toMatchObject({ added: 2, duplicates: 1, blacklisted: 2, barred: 1 });
  const listed = await db.select().from(blacklist).where(eq(blacklist.accountId, scope.accountId));
  expect(listed.map(({ msisdn, source, note }) => [msisdn, source, note]).sort()).toEqual([
    ["34600111222", "hand", null],
    ["34600111333", "import", "list.csv"],
  ]);
  const { report: again } = await importAll(scope, "telefono\n34600111444\n");
  expect(again).toMatchObject({ added: 1, blacklisted: 0, barred: 0 });
});

test("a workbook is one however small the pieces are that it comes in", async () => {
  const scope = await createAccount();
  const file = workbookOf([
    ["Nombre", "Teléfono"],
    ["Ana", "34600111222"],
  ]);
  const pieces = [file.subarray(0, 1), file.subarray(1, 3), file.subarray(3)];
  const id = await storeFile(scope, "list.xlsx", Readable.from(pieces), NOW);
  expect((await getImport(scope, id)).settings).toMatchObject({ sheet: "List", columns: ["name", "number"] });
});

test("what stands in the cells of a workbook parts no columns", async () => {
  const scope = await createAccount();
  const id = await store(scope, workbookOf([["Clientes | 2026"], ["Nombre", "Teléfono"], ["Ana", "34600111222"]]));
  expect((await getImport(scope, id)).settings).toMatchObject({ separator: ",", columns: ["name", "number"] });
});

test("a contact with as long a name as an import takes can be changed in its form", async () => {
  const scope = await createAccount();
  const name = "ñ".repeat(200);
  await importAll(scope, `Teléfono,Nombre\n34600111222,${name}\n34600111333,${name}x\n`);
  const [contact, ...others] = await db.select().from(contacts).where(eq(contacts.accountId, scope.accountId));
  expect(others).toEqual([]);
  await updateContact(scope, contact!.id, { number: "34600111444", name, fields: {} }, NOW);
  expect(await agenda(scope)).toMatchObject([{ msisdn: "34600111444", name }]);
});

test("a field that was removed while the import waited is not filled", async () => {
  const scope = await createAccount();
  const id = await store(scope, "Teléfono,Ciudad,Calle\n34600111222,Vigo,Mayor\n");
  await startImport(scope, id, await settingsOf(scope, id));
  await removeField(scope, "ciudad");
  await runImport(scope, id, now);
  expect(await agenda(scope)).toEqual([{ msisdn: "34600111222", name: "", fields: { calle: "Mayor" } }]);
});

test("a heading may hold what cannot be kept", async () => {
  const scope = await createAccount();
  const done = await importAll(scope, "Teléfono,Ciu\0dad\n34600111222,Vigo\n");
  expect(done.state).toBe("done");
  expect(await agenda(scope)).toMatchObject([{ msisdn: "34600111222", fields: { ciudad: "Vigo" } }]);
});

test("an import with more new fields than an account may have adds none of them", async () => {
  const scope = await createAccount();
  await addField(scope, "Field 3");
  const heads = Array.from({ length: 21 }, (_, n) => `Field ${n}`);
  const id = await store(scope, `Phone,${heads.join(",")}\n34600111222${",x".repeat(21)}\n`);
  await expect(startImport(scope, id, await settingsOf(scope, id))).rejects.toMatchObject({ key: "most-fields" });
  expect(await listFields(scope)).toHaveLength(1);
  const fewer = (await settingsOf(scope, id)).columns.slice(0, -1);
  await startImport(scope, id, await settingsOf(scope, id, { columns: fewer }));
  expect(await listFields(scope)).toHaveLength(20);
});

test("UTF-16 with tabs, as Excel saves Unicode text", async () => {
  const scope = await createAccount();
  const text = "\ufeffTeléfono\tNombre\r\n600111222\tJosé Núñez\r\n";
  await importAll(scope, Buffer.from(text, "utf16le"));
  expect(await agenda(scope)).toMatchObject([{ msisdn: "34600111222", name: "José Núñez" }]);
});

describe("an existing group", () => {
  const list = "Teléfono,Nombre\n600111222,Ana\n600111333,Luis\n";

  test("is added to: who was there stays", async () => {
    const scope = await createAccount();
    await importAll(scope, "600111222\n600111444\n", { group: { name: "G" } });
    const [{ id } = { id: 0 }] = await db.select().from(groups).where(eq(groups.accountId, scope.accountId));
    const { report } = await importAll(scope, list, { group: { id } });
    expect(report).toMatchObject({ added: 1, known: 1, changed: 1, group: { joined: 1, already: 1, left: 0 } });
    expect(await membersOf(scope, id)).toBe(3);
  });

  test("is replaced: who is not in the file leaves it, and stays in the agenda", async () => {
    const scope = await createAccount();
    await importAll(scope, "600111222\n600111444\n", { group: { name: "G" } });
    const [{ id } = { id: 0 }] = await db.select().from(groups).where(eq(groups.accountId, scope.accountId));
    const { report } = await importAll(scope, list, { group: { id }, mode: "replace" });
    expect(report).toMatchObject({ group: { joined: 1, already: 1, left: 1 } });
    expect(await membersOf(scope, id)).toBe(2);
    expect(await agenda(scope)).toHaveLength(3);
  });

  test("is not replaced by a file of which nothing could be read", async () => {
    const scope = await createAccount();
    await importAll(scope, "600111222\n600111444\n", { group: { name: "G" } });
    const [{ id } = { id: 0 }] = await db.select().from(groups).where(eq(groups.accountId, scope.accountId));
    const given = { group: { id }, mode: "replace", columns: ["ignore", "number"] } as const;
    const { report } = await importAll(scope, "600111222,Ana\n", { ...given, columns: [...given.columns] });
    expect(report).toMatchObject({ refused: 1, group: { joined: 0, left: 0 } });
    expect(await membersOf(scope, id)).toBe(2);
  });

  test("of another account is not found, also when told by its number", async () => {
    const [scope, theirs] = [await createAccount(), await createAccount()];
    const { id: group } = await createGroupOf(theirs, "Theirs", null, NOW);
    const id = await store(scope, list);
    await expect(startImport(scope, id, await settingsOf(scope, id, { group: { id: group } }))).rejects.toMatchObject({
      outcome: "not-found",
    });
  });
});

describe("a failed import changes nothing", () => {
  test("when a quote is never closed, and says where", async () => {
    const scope = await createAccount();
    const file = `Tel;Nombre\n600111222;"Ana\n${"600111333;Luis\n".repeat(6_000)}`;
    const failed = await importAll(scope, file, { separator: ";", columns: ["number", "name"], header: true });
    expect(failed).toMatchObject({ state: "failed", report: null });
    expect(failed.error).toMatch(/^open-quote:/);
    expect(await agenda(scope)).toEqual([]);
    expect(await chunksOf(scope)).toBe(0);
  });

  test("when its new group's name was taken meanwhile", async () => {
    const scope = await createAccount();
    const id = await store(scope, "600111222\n");
    await startImport(scope, id, await settingsOf(scope, id, { group: { name: "Taken" } }));
    await createGroupOf(scope, "Taken", null, NOW);
    await runImport(scope, id, now);
    expect(await getImport(scope, id)).toMatchObject({ state: "failed", error: "name-taken" });
    expect(await agenda(scope)).toEqual([]);
  });

  test("when it is cancelled while it runs", async () => {
    const scope = await createAccount();
    const id = await store(scope, Array.from({ length: 12_000 }, (_, i) => 600_000_000 + i).join("\n"));
    await startImport(scope, id, await settingsOf(scope, id, { group: { name: "G" } }));
    let running: Promise<void> | undefined;
    await db.transaction(async (tx) => {
      // However slow it is to be cancelled, it does not end before.
      await holdMembers(tx, scope, "alone");
      running = runImport(scope, id, now);
      await expect.poll(async () => (await getImport(scope, id)).state).toBe("running");
      await cancelImport(scope, id, NOW);
    });
    await running;
    expect(await getImport(scope, id)).toMatchObject({ state: "cancelled", report: null });
    expect([await agenda(scope), await chunksOf(scope)]).toEqual([[], 0]);
  });
});

test("a file of many pieces is read ahead while its rows are written, and all of them arrive", async () => {
  const scope = await createAccount();
  const rows = Array.from({ length: 30_000 }, (_, i) => `${600_000_000 + i};${"Núñez ".repeat(15)}${i}`);
  const done = await importAll(scope, rows.join("\n"));
  expect(done).toMatchObject({ state: "done", error: null, report: { added: 30_000, refused: 0, duplicates: 0 } });
  const last = await db.$count(contacts, and(eq(contacts.accountId, scope.accountId), sql`name like '%Núñez 29999'`));
  expect(last).toBe(1);
});

test("two processes at once do an import once; one that was killed is begun again", async () => {
  const scope = await createAccount();
  const id = await store(scope, Array.from({ length: 6_000 }, (_, i) => 600_000_000 + i).join("\n"));
  await startImport(scope, id, await settingsOf(scope, id));
  // As a killed process leaves it.
  await db.execute(sql`update imports set state = 'running', progress = 10 where account_id = ${scope.accountId}`);
  await Promise.all([runImport(scope, id, now), runImport(scope, id, now), runImport(scope, id, now)]);
  expect(await getImport(scope, id)).toMatchObject({
    state: "done",
    report: { added: 6_000, known: 0, repaired: 6_000 },
  });
  await runImport(scope, id, now);
  expect(await agenda(scope)).toHaveLength(6_000);
});

test("a draft is cut otherwise when it is told so, and begun once with one column of numbers", async () => {
  const scope = await createAccount();
  await addField(scope, "Ciudad");
  const id = await store(scope, "a|b\n600111222|Ana\n600111333|Luis\n");
  await setUpImport(scope, id, await settingsOf(scope, id, { separator: "," }));
  expect((await getImport(scope, id)).settings.columns).toHaveLength(1);
  await setUpImport(scope, id, await settingsOf(scope, id, { separator: "|" }));
  const draft = await getImport(scope, id);
  expect(draft.settings.columns[0]).toBe("number");
  expect(await previewRows(scope, draft)).toHaveLength(3);
  const given = await settingsOf(scope, id);
  const wrong = async (columns: Given["columns"]) =>
    startImport(scope, id, { ...given, columns }).catch((error) => error.fields.columns);
  expect(await wrong(["name", "ignore"])).toBe("no-number-column");
  expect(await wrong(["number", "number"])).toBe("two-number-columns");
  expect(await wrong(["number", "field:ciudad", "field:ciudad"])).toBe("two-of-a-field");
  await startImport(scope, id, given);
  await expect(startImport(scope, id, given)).rejects.toMatchObject({ outcome: "conflict" });
});

test.each([
  ["", "empty-file"],
  [Buffer.concat([Buffer.from([0x50, 0x4b, 0x03, 0x04]), Buffer.alloc(100)]), "no-workbook"],
])("what is no file of contacts is refused and leaves nothing behind", async (file, fault) => {
  const scope = await createAccount();
  await expect(store(scope, file as string)).rejects.toMatchObject({ fields: { file: fault } });
  expect([await listImports(scope), await chunksOf(scope)]).toEqual([[], 0]);
});

test("another account's import does not exist, and a viewer imports nothing", async () => {
  const [scope, theirs] = [await createAccount(), await createAccount()];
  const id = await store(theirs, "600111222\n");
  const given = await settingsOf(theirs, id);
  const missing = { outcome: "not-found" };
  await expect(getImport(scope, id)).rejects.toMatchObject(missing);
  await expect(startImport(scope, id, given)).rejects.toMatchObject(missing);
  await expect(cancelImport(scope, id, NOW)).rejects.toMatchObject(missing);
  await expect(remarksCsv(scope, id)).rejects.toMatchObject(missing);
  expect([await listRemarks(scope, id, 0, 10), await listImports(scope)]).toEqual([[], []]);
  const viewer = makeScope(theirs.account, theirs.actor, "viewer");
  await expect(store(viewer, "600111222\n")).rejects.toMatchObject({ outcome: "forbidden" });
  await expect(getImport(viewer, id)).rejects.toMatchObject({ outcome: "forbidden" });
});

test("the file of refused rows has them all, and nothing in it is a formula", async () => {
  const scope = await createAccount();
  const done = await importAll(scope, "=1+1\n600111222\n-2\n", { columns: ["number"], header: false });
  let text = "";
  for await (const chunk of (await remarksCsv(scope, done.id)).chunks) text += Buffer.from(chunk).toString("utf8");
  expect(text).toBe(
    "\ufeffLine,Row,Why\r\n1,'=1+1,Not a number that can receive SMS\r\n3,'-2,Not a number that can receive SMS\r\n",
  );
});

test("old drafts, old reports and pieces without an import are swept", async () => {
  const scope = await createAccount();
  const kept = await store(scope, "600111222\n");
  const done = await importAll(scope, "600111222\nx\n");
  // As a process leaves them that is killed when all is done.
  const left = { accountId: scope.accountId, importId: done.id, n: 0, data: Buffer.from("600111222\n") };
  await db.insert(importChunks).values(left);
  await sweepImports(scope.accountId, new Date(NOW.getTime() + 6 * 86_400_000));
  expect(await listImports(scope)).toHaveLength(2);
  expect(await chunksOf(scope)).toBe(1);
  await sweepImports(scope.accountId, new Date(NOW.getTime() + 8 * 86_400_000));
  expect((await listImports(scope)).map(({ id }) => id)).toEqual([done.id]);
  expect(await chunksOf(scope)).toBe(0);
  await sweepImports(scope.accountId, new Date(NOW.getTime() + 91 * 86_400_000));
  expect(await db.$count(importRemarks, eq(importRemarks.accountId, scope.accountId))).toBe(0);
  expect(kept).not.toBe(done.id);
});
