import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { db } from "@/db";
import { createAccount, createMessages } from "@/db/testing";
import { collect } from "@/e2e/spreadsheet";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { newCode } from "@/lib/clicks/codes";
import agents from "@/lib/clicks/fixtures/user-agents.json";
import { createLinks } from "@/lib/clicks/links";
import { recordClicks } from "@/lib/clicks/record";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import { messageDataset } from "./dataset";
import { messageCsv } from "./files";
import { listMessages } from "./queries";
import { uuid7s } from "./uuid7";

const NOW = new Date("2026-03-31T10:00:00Z");
const SENT = new Date("2026-03-20T09:00:00Z");
const [IPHONE = ""] = agents.people;
const ANDROID = agents.people[2]!;

function ask(scope: Scope, search: string) {
  const clock = { now: NOW, zone: scope.zone };
  const { query } = readQuery(messageDataset, new URLSearchParams(`period=last30&${search}`), clock);
  return { query, columns: columnsOf(messageDataset, query) };
}

/** Three messages: one that two people and a robot clicked, one that a robot did, one that nobody did. */
async function clicked(scope: Scope): Promise<string[]> {
  const messages = await createMessages(scope, [
    { sentAt: SENT, handedAt: SENT, confirmedAt: SENT },
    { sentAt: new Date(SENT.getTime() + 1) },
    { sentAt: new Date(SENT.getTime() + 2) },
  ]);
  const urls = ["https://shop.example/b", "https://shop.example/a", "https://shop.example/c"];
  const wanted = urls.map((url, i) => ({
    code: newCode(),
    url,
    sentAt: SENT,
    messageId: messages[i === 2 ? 1 : 0]!.id,
  }));
  await db.transaction((tx) => createLinks(tx, scope, wanted));
  const visit = (link: number, message: number, hour: number, userAgent: string, address: string, language: string) => {
    const at = new Date(SENT.getTime() + hour * 3_600_000);
    const place = { id: uuid7s(at, 1)[0]!, at, code: wanted[link]!.code, messageId: messages[message]!.id };
    return { ...place, userAgent, address, language, prefetch: false };
  };
  await recordClicks(makeScope(scope.account, { kind: "worker" }), [
    visit(0, 0, 3, IPHONE, "80.58.61.77", "es-ES"),
    visit(1, 0, 2, ANDROID, "80.58.61.78", "en-GB"),
    visit(1, 0, 5, IPHONE, "80.58.61.77", "es-ES"),
    visit(1, 0, 1, "", "203.0.113.7", "fr-FR"),
    visit(2, 1, 4, "curl/8", "203.0.113.7", ""),
  ]);
  return messages.map(({ id }) => id);
}

test("a message is one row however often it was clicked, and tells of its people together", async () => {
  const scope = await createAccount();
  const ids = await clicked(scope);
  const { query, columns } = ask(scope, "fields=id,clicks,eachClick");
  const { rows, totals } = await listMessages(
    scope,
    query,
    columns.map(({ key }) => key),
  );
  expect(totals.messages).toBe(3);
  expect(rows.map(({ id }) => id)).toEqual(ids.toReversed());
  expect(rows[2]).toMatchObject({
    clicks: 3,
    firstClickAt: new Date("2026-03-20T11:00:00Z"),
    lastClickAt: new Date("2026-03-20T14:00:00Z"),
    clickLinks: "https://shop.example/a, https://shop.example/b",
    clickDevices: expect.stringContaining("iPhone"),
    clickSystems: expect.stringMatching(/^Android.*, iOS/),
    clickBrowsers: expect.stringContaining("Safari"),
    clickLanguages: "en-GB, es-ES",
    clickCountries: "ES",
    clickAddresses: "80.58.61.0",
  });
  for (const quiet of rows.slice(0, 2))
    expect(quiet).toMatchObject({ clicks: 0, firstClickAt: null, clickLinks: null, clickAddresses: null });
});

test("the file holds the same", async () => {
  const scope = await createAccount();
  await clicked(scope);
  await clicked(await createAccount());
  const { chunks } = await messageCsv(scope, ask(scope, "fields=eachClick"), "plain", new AbortController().signal);
  const [heads, ...rows] = parse(await collect(chunks)) as string[][];
  expect(heads).toEqual(messageDataset.columns.filter(({ group }) => group === "eachClick").map(({ key }) => key));
  expect(rows.map((row) => row[2])).toEqual(["", "", "https://shop.example/a, https://shop.example/b"]);
  expect(rows[2]![0]).toBe("2026-03-20T12:00:00.000+01:00");
});
