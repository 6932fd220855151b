import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { createAccount, createCampaign, createMessages } from "@/db/testing";
import { collect, unzip } from "@/e2e/spreadsheet";
import { makeScope, type Scope } from "@/lib/auth/scope";
import type { CsvKind } from "@/lib/dataset/csv";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import type { AskedFile } from "@/lib/dataset/list-file";
import { type MessageColumn, type MessageQuery, messageDataset } from "./dataset";
import { messageCsv, messageXlsx } from "./files";
import { listMessages } from "./queries";

const NOW = new Date("2026-03-31T10:00:00Z");
const MARCH = "period=2026-03-01..2026-03-31";
const never = new AbortController().signal;

function ask(scope: Scope, search: string): AskedFile<MessageQuery, MessageColumn> {
  const { query, unreadable } = readQuery(messageDataset, new URLSearchParams(search), { now: NOW, zone: scope.zone });
  expect(unreadable).toEqual([]);
  return { query, columns: columnsOf(messageDataset, query) };
}

async function csv(scope: Scope, search: string, kind: CsvKind = "plain"): Promise<string[][]> {
  const { chunks } = await messageCsv(scope, ask(scope, search), kind, never);
  const file = await collect(chunks);
  if (kind === "plain") return parse(file);
  return parse(file.toString("utf16le").slice(1), { delimiter: "\t" });
}

const on = (day: number, hour = 9) => ({ sentAt: new Date(Date.UTC(2026, 2, day, hour)) });
const inSpanish = (scope: Scope): Scope => ({ ...scope, locale: "es", formats: "es-ES" });

test("an account never gets another account's messages", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const [kept] = await createMessages(mine, [on(2)]);
  const [other] = await createMessages(theirs, [on(2)]);
  expect(await csv(mine, `${MARCH}&fields=id`)).toEqual([["id"], [kept!.id]]);
  expect(await csv(mine, `${MARCH}&fields=id&id=${other!.id}`)).toEqual([["id"]]);
  const { chunks } = await messageXlsx(mine, ask(mine, `${MARCH}&fields=id`), NOW, never);
  const sheet = unzip(await collect(chunks)).get("xl/worksheets/sheet1.xml")!;
  expect([sheet.includes(kept!.id), sheet.includes(other!.id)]).toEqual([true, false]);
});

test("whoever may not read gets no file", async () => {
  const { account } = await createAccount();
  const sender = makeScope(account, { kind: "key", keyId: 1, scopes: ["send"] });
  await expect(messageCsv(sender, ask(sender, MARCH), "plain", never)).rejects.toMatchObject({ outcome: "forbidden" });
  await expect(messageXlsx(sender, ask(sender, MARCH), NOW, never)).rejects.toMatchObject({ outcome: "forbidden" });
});

test.each(["sort=sent", "sort=updated", "status=rejected&sort=updated", "text=offer", "msisdn=346001*&sort=sent"])(
  "the file of %s holds the rows of the list, all pages, in its order",
  async (search) => {
    const scope = await createAccount();
    await createMessages(
      scope,
      Array.from({ length: 130 }, (_, i) => ({
        ...on(1 + (i % 20), i % 24),
        msisdn: `34600${100 + (i % 7) * 100 + i}000`,
        status: i % 3 === 0 ? ("rejected" as const) : ("delivered" as const),
        updatedAt: new Date(Date.UTC(2026, 2, 25, 0, (i * 37) % 60)),
        text: i % 2 === 0 ? `An offer for %name%` : "Nothing",
        parameters: i % 2 === 0 ? { name: `reader ${i}` } : null,
      })),
    );
    const listed: string[][] = [];
    let asked = ask(scope, `${MARCH}&fields=id,msisdn,text&${search}`);
    const keys = asked.columns.map(({ key }) => key);
    for (;;) {
      const { rows, next } = await listMessages(scope, asked.query, keys);
      listed.push(...rows.map((row) => keys.map((key) => String(row[key]))));
      if (!next) break;
      asked = { ...asked, query: { ...asked.query, page: { after: next } } };
    }
    expect(listed.length).toBeGreaterThan(10);
    // Asked from its last page: the file begins at the beginning all the same.
    const { chunks } = await messageCsv(scope, asked, "plain", never);
    expect(parse(await collect(chunks))).toEqual([keys, ...listed]);
  },
);

test("every column there is can be in a file, in the order asked for", async () => {
  const scope = inSpanish(await createAccount({ zone: "Europe/Madrid" }));
  const campaignId = await createCampaign(scope, { name: "Primavera" });
  const [message] = await createMessages(scope, [
    {
      ...on(3),
      ...{ msisdn: "5215512345678", country: "MX", operator: "Telcel", sender: "34911222333", text: "=¡Rebajas! 50 %" },
      ...{ status: "non-deliverable", reason: "absent", code: "088", segments: 2, encoding: "ucs2", credits: "2.4000" },
      ...{ campaignId, label: "winter", subid: "123456789012345678", reference: "order-7", origin: "import" },
      ...{ clicks: 1, robotClicks: 2, handedAt: new Date("2026-03-29T00:59:59.999Z") },
      ...{ confirmedAt: new Date("2026-03-29T01:00:00Z"), updatedAt: new Date("2026-03-30T22:30:00Z") },
    },
  ]);
  const keys = messageDataset.columns.map(({ key }) => key).reverse();
  const fields = `${MARCH}&fields=${keys.join()}`;
  const [plainKeys, plain] = await csv(scope, fields);
  const [headings, excel] = await csv(scope, fields, "excel");
  expect(plainKeys).toEqual(keys);
  expect(headings).toContain("Enviado (Europe/Madrid)");
  const told = Object.fromEntries(keys.map((key, i) => [key, [plain![i], excel![i]]]));
  expect(told).toMatchObject({
    id: [message!.id, message!.id],
    msisdn: ["5215512345678", '="5215512345678"'],
    country: ["MX", "México"],
    sender: ["34911222333", '="34911222333"'],
    text: ["=¡Rebajas! 50 %", "'=¡Rebajas! 50 %"],
    credits: ["2.4000", "2,4"],
    clicks: ["1", "1"],
    robotClicks: ["2", "2"],
    sentAt: ["2026-03-03T10:00:00.000+01:00", "2026-03-03 10:00:00"],
    status: ["non-deliverable", "No entregable"],
    code: ["088", '="088"'],
    handedAt: ["2026-03-29T01:59:59.999+01:00", "2026-03-29 01:59:59"],
    confirmedAt: ["2026-03-29T03:00:00.000+02:00", "2026-03-29 03:00:00"],
    updatedAt: ["2026-03-31T00:30:00.000+02:00", "2026-03-31 00:30:00"],
    campaign: ["Primavera", "Primavera"],
    subid: ["123456789012345678", '="123456789012345678"'],
    gateway: ["", ""],
  });
  // What a word says is for the texts to decide; that it is one, not the key, is for us.
  for (const key of ["reason", "encoding", "origin"]) expect(told[key]![1]).not.toBe(told[key]![0]);
});

test("a file is named after its list and its period", async () => {
  const scope = await createAccount();
  const named = async (search: string) => {
    const leaving = new AbortController();
    const { name, type } = await messageCsv(scope, ask(scope, search), "excel", leaving.signal);
    leaving.abort();
    return [name, type];
  };
  expect(await named(MARCH)).toEqual(["messages-2026-03-01-2026-03-31.csv", "text/csv; charset=utf-16le"]);
  expect((await named("period=2026-03-01T09:30..2026-03-01T10:00"))[0]).toBe(
    "messages-2026-03-01T09:30-2026-03-01T10:00.csv",
  );
});
