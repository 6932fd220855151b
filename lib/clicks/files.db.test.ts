import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { db } from "@/db";
import { clicks } from "@/db/schema";
import { createAccount, createMessage } from "@/db/testing";
import { collect, unzip } from "@/e2e/spreadsheet";
import { makeScope, type Scope } from "@/lib/auth/scope";
import type { CsvKind } from "@/lib/dataset/csv";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import { uuid7s } from "@/lib/messages/uuid7";
import { clickDataset } from "./dataset";
import { clickCsv, clickXlsx } from "./files";
import { createLinks } from "./links";

const now = new Date("2026-03-31T10:00:00Z");
const never = new AbortController().signal;
const MARCH = "period=2026-03-01..2026-03-31";

function ask(scope: Scope, search: string) {
  const { query, unreadable } = readQuery(clickDataset, new URLSearchParams(search), { now, zone: scope.zone });
  expect(unreadable).toEqual([]);
  return { query, columns: columnsOf(clickDataset, query) };
}

async function csv(scope: Scope, search: string, kind: CsvKind = "plain"): Promise<string[][]> {
  const { chunks } = await clickCsv(scope, ask(scope, search), kind, never);
  const file = await collect(chunks);
  if (kind === "plain") return parse(file);
  return parse(file.toString("utf16le").slice(1), { delimiter: "\t" });
}

/** A robot's visit at nine in Madrid to a link of a message of that day. */
async function visited(scope: Scope) {
  const at = new Date("2026-03-10T08:00:00Z");
  const { accountId, sentAt, id: messageId } = await createMessage(scope, { sentAt: new Date("2026-03-09T08:00:00Z") });
  await db.transaction((tx) =>
    createLinks(tx, scope, [{ code: "abcd1234", url: "https://x.es/a", sentAt, messageId }]),
  );
  const judged = { robot: true, rule: "user-agent", rulesVersion: 1 };
  const row = { accountId, sentAt, messageId, id: uuid7s(at, 1)[0]!, at, code: "abcd1234", ...judged };
  await db.insert(clicks).values({ ...row, country: "ES", browser: "WhatsApp", userAgent: '=HYPERLINK("x")' });
  return messageId;
}
const inSpanish = (scope: Scope): Scope => ({ ...scope, locale: "es", formats: "es-ES" });

test("for programs: keys, instants and values as they are", async () => {
  const scope = await createAccount();
  const messageId = await visited(scope);
  expect(await csv(scope, `${MARCH}&fields=at,msisdn,link,who,rule,country,browser,userAgent,message`)).toEqual([
    ["at", "msisdn", "link", "who", "rule", "country", "browser", "userAgent", "message"],
    [
      ...["2026-03-10T09:00:00.000+01:00", "34600111222", "https://x.es/a", "robot", "user-agent", "ES", "WhatsApp"],
      ...['=HYPERLINK("x")', messageId],
    ],
  ]);
});

test("for people: the reader's words, the account's clock, and nothing that runs", async () => {
  const scope = inSpanish(await createAccount());
  await visited(scope);
  expect(await csv(scope, `${MARCH}&fields=at,msisdn,who,rule,country,userAgent`, "excel")).toEqual([
    ["Hora (Europe/Madrid)", "Destinatario", "Quién", "Regla", "País", "Agente de usuario"],
    ["2026-03-10 09:00:00", '="34600111222"', "Robot", "Dice que es un robot", "España", `'=HYPERLINK("x")`],
  ]);
});

test("an account never gets another account's visits, in either kind", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const other = await visited(theirs);
  expect(await csv(mine, `${MARCH}&fields=message`)).toEqual([["message"]]);
  const asked = ask(mine, `${MARCH}&fields=message`);
  const { chunks, name } = await clickXlsx(mine, asked, now, never);
  expect(name).toBe("clicks-2026-03-01-2026-03-31.xlsx");
  expect(
    unzip(await collect(chunks))
      .get("xl/worksheets/sheet1.xml")!
      .includes(other),
  ).toBe(false);
});

test("only who may read gets a file", async () => {
  const scope = await createAccount();
  const sender = makeScope(scope.account, { kind: "key", keyId: 1, scopes: ["send"] });
  await expect(clickCsv(sender, ask(scope, MARCH), "plain", never)).rejects.toMatchObject({ outcome: "forbidden" });
});
