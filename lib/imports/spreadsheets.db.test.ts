import { createReadStream } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase, db } from "@/db";
import { contacts } from "@/db/schema";
import { createAccount } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { listFields } from "@/lib/contacts/fields";
import { startImport } from "./commands";
import { getImport, listRemarks, previewRows } from "./queries";
import { headingOf } from "./rows";
import { runImport } from "./run";
import { storeFile } from "./store";

/* The same list as LibreOffice saves it in every format, with what happens to lists: fixtures/README.md. */

afterAll(closeDatabase);

const NOW = new Date("2026-11-23T09:00:00Z");

const store = (scope: Scope, name: string) =>
  storeFile(scope, name, createReadStream(join(import.meta.dirname, "fixtures", name)), NOW);

/** Imported as it was taken for, nothing corrected. */
async function importAsItIs(scope: Scope, name: string) {
  const id = await store(scope, name);
  const { sheet: _, otherSheets: __, ...given } = (await getImport(scope, id)).settings;
  await startImport(scope, id, given);
  await runImport(scope, id, () => NOW);
  return getImport(scope, id);
}

const agenda = (scope: Scope) =>
  db
    .select({ msisdn: contacts.msisdn, name: contacts.name, fields: contacts.fields })
    .from(contacts)
    .where(eq(contacts.accountId, scope.accountId))
    .orderBy(contacts.msisdn);

const NAMES = {
  "34600111221": "Ana Núñez",
  "34600111222": "Begoña",
  "34600111223": "Científico",
  "34600111224": "Sin prefijo",
  "34600111225": "Con puntos",
  "34600111226": "Fórmula de número",
  "34600111227": "Fórmula de texto",
  "34600111228": 'Dos líneas "y comillas"; punto y coma, coma',
  "34600111229": "Zoë €uro “fin”",
};

const ANA = { codigo_postal: "08001", alta: "15/03/2026", saldo: "12.50" };

/** What each format is taken for, and what it cannot hold. */
describe.each([
  { name: "clientes.xlsx", workbook: true },
  { name: "clientes.ods", workbook: true },
  { name: "clientes.xls", workbook: true, lost: ["34600111227"] },
  { name: "old-excel.csv", encoding: "windows-1252", separator: ";", lost: ["34600111223"] },
  { name: "unicode.txt", encoding: "utf-16le", separator: "\t", lost: ["34600111223"] },
  { name: "utf-8.csv", encoding: "utf-8", separator: ",", lost: ["34600111223"] },
  { name: "old-mac.csv", encoding: "macintosh", separator: ";", lost: ["34600111223", "34600111229"] },
])("$name", ({ name, workbook = false, encoding, separator, lost = [] as string[] }) => {
  test("is taken for what it is, and its columns for what they are", async () => {
    const scope = await createAccount();
    const { settings, ...draft } = await getImport(scope, await store(scope, name));
    expect(settings).toMatchObject({
      encoding: encoding ?? "utf-8",
      separator: separator ?? ",",
      header: true,
      columns: ["name", "number", "new:Código postal", "new:Alta", "new:Saldo"],
      sheet: workbook ? "Clientes" : null,
      otherSheets: workbook ? ["Léeme", "Bajas 2025"] : [],
    });
    const rows = await previewRows(scope, { settings, ...draft });
    expect(rows[headingOf(rows)]).toEqual(["Nombre", "Teléfono móvil", "Código postal", "Alta", "Saldo"]);
  });

  test("becomes contacts; what cannot is told by its line", async () => {
    const scope = await createAccount();
    const { report, error, id } = await importAsItIs(scope, name);
    expect(error).toBeNull();
    const expected = Object.entries(NAMES).filter(([msisdn]) => !lost.includes(msisdn));
    const found = await agenda(scope);
    // A workbook's row is one line; in a file of text the two of a cell stay.
    expect(found.map((each) => [each.msisdn, each.name.replace(/\r\n|\r|\n/, " ")])).toEqual(expected);
    expect((await listFields(scope)).map(({ label }) => label)).toEqual(["Código postal", "Alta", "Saldo"]);
    expect(found[0]!.fields).toEqual(ANA);
    const remarks = await listRemarks(scope, id, 0, 100);
    // Below a cell of two lines a file of text counts one more.
    const below = workbook ? 0 : 1;
    expect(remarks.map(({ line, reason }) => [line, reason])).toEqual([
      [1, "no-number"],
      // As text, all that such a cell shows is what a workbook still has the digits of.
      ...(workbook ? [] : [[6, "damaged-number"]]),
      [7, "damaged-number"],
      [8, "damaged-number"],
      ...(name === "clientes.xls" ? [[14, "invalid-number"]] : []),
      [16 + below, "duplicate-in-file"],
      [17 + below, "no-number"],
      [18 + below, "invalid-number"],
      [19 + below, "invalid-number"],
    ]);
    expect(remarks[0]!.content).toContain("Clientes de la tienda – año 2026");
    expect(report).toMatchObject({ duplicates: 1, refused: remarks.length - 1, empty: 4 });
  });
});
