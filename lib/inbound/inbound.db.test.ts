import { parse } from "csv-parse/sync";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db";
import { blacklist } from "@/db/schema";
import { createAccount } from "@/db/testing";
import { collect } from "@/e2e/spreadsheet";
import { getAccountFacts } from "@/lib/auth/account-facts";
import { makeScope, type Scope } from "@/lib/auth/scope";
import type { CsvKind } from "@/lib/dataset/csv";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import { recordInboundWithin } from "@/lib/ingest/record-inbound";
import { setWords } from "./commands";
import { type InboundQuery, inboundDataset } from "./dataset";
import { inboundCsv } from "./files";
import { IN_WORDS, OUT_WORDS } from "./keywords";
import { getInbound, listInbound, newestInbound } from "./queries";

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
  expect(await find("ourNumber=%2B34910000000")).toEqual(["ALTA"]);
  expect(await find("gateway=2")).toEqual([]);
  expect((await list(scope)).totals).toEqual({ texts: 4, out: 1, in: 1, people: 2 });
  expect(await newestInbound(scope)).toEqual(new Date("2026-03-05T08:00:00Z"));
});

test("whoever leaves is on the blacklist since his own text, also of several at once", async () => {
  const scope = await createAccount();
  await came(scope, [
    { day: 9, text: "STOP", from: "34600111001" },
    { day: 2, text: "BAJA", from: "34600111002" },
  ]);
  const rows = await db.select().from(blacklist).where(eq(blacklist.accountId, scope.accountId));
  expect(Object.fromEntries(rows.map(({ msisdn, at }) => [msisdn, at.getUTCDate()]))).toEqual({
    "34600111001": 9,
    "34600111002": 2,
  });
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

test("one text is read whole, with the person's others, and by its own account only", async () => {
  const scope = await createAccount();
  await came(scope, [
    { day: 2, text: "hola" },
    { day: 3, text: "STOP" },
    { day: 4, text: "otra", from: "447911123456" },
  ]);
  const { rows } = await list(scope);
  const stop = rows.find(({ text }) => text === "STOP")!;
  const { message, others } = await getInbound(scope, stop.id);
  expect(message).toMatchObject({
    text: "STOP",
    action: "out",
    keyword: "STOP",
    match: "whole",
    raw: "GET /inbound/…",
  });
  expect(others.map(({ text }) => text)).toEqual(["hola"]);
  const missing = { outcome: "not-found" };
  await expect(getInbound(await createAccount(), stop.id)).rejects.toMatchObject(missing);
  await expect(getInbound(scope, "nothing")).rejects.toMatchObject(missing);
});

test("an account's own words of opting out count from then on, and the usual ones no more", async () => {
  const scope = await createAccount();
  const again = async () => makeScope(await getAccountFacts(scope.accountId), scope.actor, "owner");
  const wishes = async (texts: string[]) => {
    const now = await again();
    await came(
      now,
      texts.map((text) => ({ day: 2, text })),
    );
    const { rows } = await list(now);
    return texts.map((text) => rows.find((row) => row.text === text)!.wish);
  };
  await setWords(scope, { out: "Fuera, no-más", in: "" });
  expect((await again()).account).toMatchObject({ outWords: ["FUERA", "NOMAS"], inWords: [] });
  expect(await wishes(["¡fuera!", "NO MÁS", "nomas", "BAJA", "ALTA"])).toEqual(["out", "none", "out", "none", "none"]);
  await setWords(scope, { out: OUT_WORDS.join("\n"), in: IN_WORDS.join(" ") });
  expect((await again()).account).toMatchObject({ outWords: null, inWords: null });
  expect(await wishes(["stop", "alta"])).toEqual(["out", "in"]);
});

test.each([
  [{ out: " ", in: "ALTA" }, { out: "required" }],
  [{ out: "STOP, a", in: "" }, { out: "not-a-word" }],
  [{ out: "STOP", in: "stop" }, { in: "word-in-both" }],
  [{ out: Array.from({ length: 41 }, (_, i) => `W${i}`).join(), in: "" }, { out: "too-many-words" }],
])("words that cannot be are said at their field: %j", async (given, fields) => {
  const scope = await createAccount();
  await expect(setWords(scope, given)).rejects.toMatchObject({ fields });
  const viewer = makeScope(scope.account, scope.actor, "viewer");
  await expect(setWords(viewer, { out: "STOP", in: "" })).rejects.toMatchObject({ outcome: "forbidden" });
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
