import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { db } from "@/db";
import { createAccount } from "@/db/testing";
import { collect } from "@/e2e/spreadsheet";
import { makeScope, type Scope } from "@/lib/auth/scope";
import type { CsvKind } from "@/lib/dataset/csv";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import { recordInboundWithin } from "@/lib/ingest/record-inbound";
import { type InboundQuery, inboundDataset } from "./dataset";
import { inboundCsv } from "./files";
import { listInbound, newestInbound } from "./queries";

const clock = { now: new Date("2026-03-31T10:00:00Z"), zone: "Europe/Madrid" };
const MARCH = "period=2026-03-01..2026-03-31";
const ALL = inboundDataset.columns.map(({ key }) => key);

function ask(search: string): InboundQuery {
  const { query, unreadable } = readQuery(inboundDataset, new URLSearchParams(search), clock);
  expect(unreadable).toEqual([]);
  return query;
}
const list = (scope: Scope, search = MARCH) => listInbound(scope, ask(search), ALL);

/** Texts at nine in the morning of March days, Madrid time. */
async function came(scope: Scope, texts: readonly { day: number; text: string; from?: string; to?: string }[]) {
  const received = texts.map(({ day, text, from = "34600111222", to = "217777" }) => ({
    gatewayId: 1,
    inbound: { key: crypto.randomUUID(), from, to, text },
    raw: "GET /inbound/…",
    receivedAt: new Date(Date.UTC(2026, 2, day, 8)),
  }));
  await db.transaction((tx) => recordInboundWithin(tx, scope, received));
}

test("each filter finds its texts, and the figures are of all that match", async () => {
  const scope = await createAccount();
  await came(scope, [
    { day: 2, text: "STOP" },
    { day: 3, text: "100 % seguro", from: "447911123456" },
    { day: 4, text: "ALTA", to: "34910000000" },
    { day: 5, text: "hola" },
  ]);
  const find = async (search: string) => (await list(scope, `${MARCH}&${search}`)).rows.map(({ text }) => text);
  expect(await find("")).toEqual(["hola", "ALTA", "100 % seguro", "STOP"]);
  expect(await find("person=44*")).toEqual(["100 % seguro"]);
  expect(await find("person=34600111222")).toEqual(["hola", "ALTA", "STOP"]);
  expect(await find("text=%25")).toEqual(["100 % seguro"]);
  expect(await find("wish=out&wish=in")).toEqual(["ALTA", "STOP"]);
  expect(await find("wish=none")).toEqual(["hola", "100 % seguro"]);
  expect(await find("ourNumber=34910000000")).toEqual(["ALTA"]);
  expect(await find("gateway=2")).toEqual([]);
  expect((await list(scope)).totals).toEqual({ texts: 4, out: 1, in: 1, people: 2 });
  expect(await newestInbound(scope)).toEqual(new Date("2026-03-05T08:00:00Z"));
});

test("pages meet every text once, also of one instant", async () => {
  const scope = await createAccount();
  await came(
    scope,
    Array.from({ length: 120 }, (_, i) => ({ day: 2 + (i % 2), text: `t${i}` })),
  );
  const met: unknown[] = [];
  for (let page: InboundQuery["page"] = null; ; ) {
    const found = await listInbound(scope, { ...ask(MARCH), page }, ALL);
    met.push(...found.rows.map(({ text }) => text));
    if (!found.next) break;
    page = { after: found.next };
  }
  expect(new Set(met).size).toBe(120);
  expect(met).toHaveLength(120);
});

test("a file has the list's rows, and nothing in it runs", async () => {
  const scope = await createAccount();
  await came(scope, [{ day: 2, text: "=1+1", to: "217777" }]);
  const csv = async (kind: CsvKind) => {
    const query = ask(`${MARCH}&fields=received,person,ourNumber,text,wish`);
    const columns = columnsOf(inboundDataset, query);
    const { chunks } = await inboundCsv(scope, { query, columns }, kind, new AbortController().signal);
    return collect(chunks);
  };
  expect(parse(await csv("plain"))).toEqual([
    ["received", "person", "ourNumber", "text", "wish"],
    ["2026-03-02T09:00:00.000+01:00", "34600111222", "217777", "=1+1", "none"],
  ]);
  const excel = parse((await csv("excel")).toString("utf16le").slice(1), { delimiter: "\t" }) as string[][];
  expect(excel[1]).toEqual(["2026-03-02 09:00:00", '="34600111222"', '="217777"', "'=1+1", "Neither"]);
});

test("an account never sees another account's texts, in list or file", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  await came(theirs, [{ day: 2, text: "secret" }]);
  expect(await list(mine)).toMatchObject({ rows: [], totals: { texts: 0 } });
  expect(await newestInbound(mine)).toBeNull();
  const query = ask(MARCH);
  const { chunks } = await inboundCsv(
    mine,
    { query, columns: columnsOf(inboundDataset, query) },
    "plain",
    new AbortController().signal,
  );
  expect(parse(await collect(chunks))).toHaveLength(1);
});

test("only who may read sees them", async () => {
  const scope = await createAccount();
  const sender = makeScope(scope.account, { kind: "key", keyId: 1, scopes: ["send"] });
  await expect(list(sender)).rejects.toMatchObject({ outcome: "forbidden" });
});
