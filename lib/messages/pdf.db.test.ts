import { describe, expect, test } from "vitest";
import { createAccount, createCampaign, createMessages } from "@/db/testing";
import { hasPoppler, infoOf, pagesOf, textOf } from "@/e2e/read-pdf";
import { collect } from "@/e2e/spreadsheet";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import type { AskedFile } from "@/lib/dataset/list-file";
import { type MessageColumn, type MessageQuery, messageDataset } from "./dataset";
import { formatNumber } from "./numbers";
import { messagePdf } from "./pdf";

const NOW = new Date("2026-03-31T10:00:00Z");
const MARCH = "period=2026-03-01..2026-03-31";
const never = new AbortController().signal;

function ask(scope: Scope, search: string): AskedFile<MessageQuery, MessageColumn> {
  const { query, unreadable } = readQuery(messageDataset, new URLSearchParams(search), { now: NOW, zone: scope.zone });
  expect(unreadable).toEqual([]);
  return { query, columns: columnsOf(messageDataset, query) };
}

const pdf = async (scope: Scope, search: string, signal = never): Promise<Buffer> => {
  const { chunks } = await messagePdf(scope, ask(scope, search), "Messages sent in March", NOW, signal);
  return collect(chunks);
};

const on = (day: number, hour = 9) => ({ sentAt: new Date(Date.UTC(2026, 2, day, hour)) });
const inSpanish = (scope: Scope): Scope => ({ ...scope, locale: "es", formats: "es-ES" });

test("whoever may not read gets no file", async () => {
  const { account } = await createAccount();
  const sender = makeScope(account, { kind: "key", keyId: 1, scopes: ["send"] });
  await expect(pdf(sender, MARCH)).rejects.toMatchObject({ outcome: "forbidden" });
});

test("a reader who leaves ends the making, and what has come is no whole file", async () => {
  const scope = await createAccount();
  await createMessages(
    scope,
    Array.from({ length: 900 }, (_, i) => on(1 + (i % 28))),
  );
  const leaving = new AbortController();
  const { chunks } = await messagePdf(scope, ask(scope, MARCH), "Messages", NOW, leaving.signal);
  const come: Buffer[] = [];
  const reading = (async () => {
    for await (const chunk of chunks) {
      come.push(Buffer.from(chunk));
      leaving.abort();
    }
  })();
  await expect(reading).rejects.toThrow();
  const file = Buffer.concat(come).toString("latin1");
  expect(file.startsWith("%PDF-1.7")).toBe(true);
  expect(file).not.toContain("%%EOF");
});

describe.runIf(hasPoppler)("what is on paper", () => {
  test("an account never gets another account's messages", async () => {
    const [mine, theirs] = [await createAccount(), await createAccount()];
    const [kept] = await createMessages(mine, [on(2)]);
    const [other] = await createMessages(theirs, [on(2)]);
    const text = textOf(await pdf(mine, `${MARCH}&fields=id`), true).replace(/\s+/g, "");
    expect([text.includes(kept!.id), text.includes(other!.id)]).toEqual([true, false]);
    expect(textOf(await pdf(mine, `${MARCH}&fields=id&id=${other!.id}`))).toContain("No row matches.");
  });

  test("a message is told as the page tells it, in the reader's words and the account's clock", async () => {
    const scope = inSpanish(await createAccount({ zone: "Europe/Madrid" }));
    const campaignId = await createCampaign(scope, { name: "Primavera" });
    await createMessages(scope, [
      {
        ...on(3),
        ...{ msisdn: "5215512345678", country: "MX", operator: "Telcel", sender: "TIENDA", text: "¡Rebajas! 50 % 😀" },
        ...{
          status: "non-deliverable",
          reason: "absent",
          code: "088",
          segments: 2,
          encoding: "ucs2",
          credits: "2.4000",
        },
        ...{ campaignId, clicks: 1, robotClicks: 0, updatedAt: new Date("2026-03-30T22:30:00Z") },
      },
    ]);
    const fields = "msisdn,country,sender,text,credits,clicks,sentAt,status,updatedAt,campaign,operator";
    const text = textOf(await pdf(scope, `${MARCH}&fields=${fields}`), true);
    for (const each of [
      formatNumber("5215512345678"),
      "México",
      "TIENDA",
      "¡Rebajas! 50 % 😀",
      "2,40",
      "3 mar 10:00:00",
    ])
      expect(text.replace(/\s+/g, " ")).toContain(each);
    for (const each of ["No entregable", "Teléfono apagado", "31 mar", "00:30:00", "088", "Primavera", "Telcel"])
      expect(text.replace(/\s+/g, " ")).toContain(each);
    expect(text).toContain("La única fila que hay.");
    expect(text).toContain("Fin de la lista.");
  });

  test("heads and numbers stand on every page, the rows in the list's order, each once", async () => {
    const scope = await createAccount();
    await createMessages(
      scope,
      Array.from({ length: 700 }, (_, i) => ({
        ...on(1 + (i % 28), i % 24),
        subid: `row-${String(i).padStart(3, "0")}`,
      })),
    );
    const file = await pdf(scope, `${MARCH}&fields=subid,sentAt,status`);
    const pages = pagesOf(file, true);
    expect(pages.length).toBeGreaterThan(5);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain("Messages sent in March");
      expect(page).toContain(`${scope.account.name} · Europe/Madrid`);
      expect(page).toContain(`Page ${index + 1}`);
      expect(page.match(/Subid +Sent +Status/g)).toHaveLength(1);
    }
    const rows = textOf(file).match(/row-\d{3}/g)!;
    expect(new Set(rows).size).toBe(700);
    expect(rows).toHaveLength(700);
    expect(textOf(file)).toContain("All 700 rows. Newest sent first.");
    expect(infoOf(file)).toMatchObject({ Title: "Messages sent in March", Author: scope.account.name, Tagged: "yes" });
  });

  test("beyond 10 000 rows it ends and says so, above and at the end; the totals are of all", async () => {
    const scope = await createAccount();
    const some = Array.from({ length: 2_001 }, (_, i) => ({ ...on(1 + (i % 28)), msisdn: `34600${100_000 + i}` }));
    for (let times = 0; times < 5; times++) await createMessages(scope, some);
    const file = await pdf(scope, `${MARCH}&fields=msisdn`);
    const text = textOf(file).replace(/\s+/g, " ");
    expect(text.match(/34 600 10\d \d\d\d/g)).toHaveLength(10_000);
    expect(text.match(/The first 10,000 of 10,005 rows\./g)).toHaveLength(2);
    expect(text).toContain("10,005 messages");
  });
});
