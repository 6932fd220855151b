import { type SQL, sql } from "drizzle-orm";
import { db, pool } from "@/db";
import { type Cursor, columnsOf, readQuery } from "@/lib/dataset/dataset";
import { literalSql } from "@/lib/dataset/literal-sql";
import { coverOf } from "@/lib/messages/counted/cover";
import { type MessageQuery, messageDataset } from "@/lib/messages/dataset";
import { listMessages } from "@/lib/messages/queries";
import type { Application } from "./application";
import type { BenchData } from "./bench-data";
import { milliseconds, repeat, report, round, seriesOf, table, tell } from "./measure";
import { type Sent, watchQueries } from "./watch-queries";

/** A question, and the condition that somebody who knows the tables would write for it. */
type Case = { name: string; search: string; best: SQL };

const PAGE = 500;
const SIZE = 50;
/** Below this the difference between two statements is noise. */
const NOISE_MS = 10;

/** First page and page 500 by cursor of every filter, and their totals, against the best statement known for each. */
export async function monitoring(data: BenchData, application: Application): Promise<void> {
  const facts = await factsOf(data);
  const rows: string[][] = [];
  const [ratios, slowest, totals]: number[][] = [[], [], []];
  for (const each of casesOf(facts, data.scope.accountId)) {
    const first = await measureCase(data, each, null);
    const far = await pageAt(data, each);
    const later = far && (await measureCase(data, each, far));
    for (const { ours, best } of [first, ...(later ? [later] : [])]) {
      slowest!.push(ours.median);
      if (ours.median > NOISE_MS) ratios!.push(ours.median / best.median);
    }
    if (first.covered) totals!.push(first.totals.median);
    rows.push([
      ...[each.name, String(first.messages), tell(first.ours), tell(first.best)],
      ...[later ? tell(later.ours) : "", later ? tell(later.best) : "", tell(first.totals), tell(first.whole)],
    ]);
  }
  const heading = [
    "milliseconds",
    "messages",
    "first page",
    "best SQL",
    `page ${PAGE}`,
    "best SQL",
    "totals",
    "listMessages",
  ];
  table(heading, rows);

  const none = await nothingMatching(data);
  const added = await addedByPage(data, application);
  const [ratio, most, total] = [Math.max(1, ...ratios!), Math.max(...slowest!), Math.max(...totals!)];
  report(
    "monitoring",
    `${round(ratio, 2)} of the best SQL, ${round(most)} ms at most`,
    "1.5 and 150 ms",
    ratio <= 1.5 && most <= 150,
  );
  report("monitoring-totals", `${round(total)} ms at most from the counts`, "60 ms", total <= 60);
  report("monitoring-none", `${round(none)} ms at most where nothing matches`, "1000 ms", none <= 1_000);
  report("monitoring-page", `${round(added)} ms added by the page`, "40 ms", added <= 40);
}

type Facts = Awaited<ReturnType<typeof factsOf>>;

/** Values that are in the data: a message of a middling campaign, and texts that none, one, few and all carry. */
async function factsOf({ scope }: BenchData) {
  const { rows } = await db.execute<Record<"msisdn" | "subid" | "campaign" | "order", string>>(sql`
    with middling as (
      select id from campaigns where account_id = ${scope.accountId} order by abs(recipients - 20000), id limit 1
    )
    select msisdn, subid, campaign_id::text as campaign,
      (select parameters ->> 'order' from messages where account_id = ${scope.accountId} and reference like 'order-%' order by sent_at desc, id desc limit 1) as "order"
    from messages where account_id = ${scope.accountId} and campaign_id = (select id from middling) limit 1`);
  return rows[0]!;
}

function casesOf({ msisdn, subid, campaign, order }: Facts, account: number): Case[] {
  const m = (text: string) => sql.raw(`m.${text}`);
  const equal = (column: string, value: string) => sql`${m(column)} = ${value}`;
  // By hand one knows where the words stand: a template's word in its text, an order's number in what was put into it.
  const inText = (text: string) =>
    sql`m.text_id = any(array(select id from texts where account_id = ${account} and body ilike ${`%${text}%`}))`;
  const inParameters = (text: string) => sql`jsonb_path_query_array(m.parameters, '$.*')::text ilike ${`%${text}%`}`;
  const known: Record<string, [string, SQL]> = {
    recipient: [`msisdn=${msisdn}`, equal("msisdn", msisdn)],
    status: ["status=rejected", equal("status", "rejected")],
    sender: ["sender=25568", equal("sender", "25568")],
    country: ["country=CN", equal("country", "CN")],
    campaign: [`campaign=${campaign}`, equal("campaign_id", campaign)],
    subid: [`subid=${subid}`, equal("subid", subid)],
    order: [`text=${order}`, inParameters(order)],
    text: ["text=rebajas", inText("rebajas")],
    delivered: ["status=delivered", equal("status", "delivered")],
  };
  const combine = (...names: string[]): Case => ({
    name: names.join(" + "),
    search: names.map((name) => known[name]![0]).join("&"),
    best: sql.join(
      names.map((name) => known[name]![1]),
      sql` and `,
    ),
  });
  return [
    { name: "everything", search: "", best: sql`true` },
    ...Object.keys(known).map((name) => combine(name)),
    ...[
      ["status", "country"],
      ["status", "sender"],
      ["country", "sender"],
      ["status", "country", "sender"],
    ].map((names) => combine(...names)),
    ...[
      ["recipient", "status"],
      ["campaign", "status"],
      ["campaign", "country"],
      ["subid", "delivered"],
    ].map((names) => combine(...names)),
    ...[
      ["text", "status"],
      ["text", "country"],
    ].map((names) => combine(...names)),
  ];
}

function queryOf({ scope, period }: BenchData, search: string, after: Cursor | null = null): MessageQuery {
  const clock = { now: new Date(), zone: scope.zone };
  const { query, unreadable } = readQuery(messageDataset, new URLSearchParams(`period=${period}&${search}`), clock);
  if (unreadable.length > 0) throw new Error(`${search} cannot be read: ${unreadable}`);
  return { ...query, page: after && { after } };
}

const standard = (query: MessageQuery) => columnsOf(messageDataset, query).map(({ key }) => key);

async function measureCase(data: BenchData, { search, best }: Case, after: Cursor | null) {
  const query = queryOf(data, search, after);
  const list = () => watchQueries(() => listMessages(data.scope, query, standard(query)));
  const { result, sent } = await list();
  const page = selectIn(sent, "sentAt");
  const [ours, bests, totals, whole]: number[][] = [[], [], [], []];
  await repeat(async (run) => {
    const counted = await list();
    const taken = { ours: await executed(page), best: await executed(bestOf(data, best, after)) };
    if (run < 0) return;
    ours!.push(taken.ours);
    bests!.push(taken.best);
    totals!.push(selectIn(counted.sent, "grouping").ms);
    whole!.push(await milliseconds(list));
  });
  return {
    messages: result.totals.messages,
    covered: coverOf(query.filter) !== null,
    ...{ ours: seriesOf(ours!), best: seriesOf(bests!), totals: seriesOf(totals!), whole: seriesOf(whole!) },
  };
}

const selectIn = (sent: readonly Sent[], word: string): Sent => {
  const found = sent.find(({ text }) => text.includes("select") && text.includes(word));
  if (!found) throw new Error(`No statement with "${word}" was sent.`);
  return found;
};

/** What Postgres says planning and execution took. */
async function executed({ text, values }: Pick<Sent, "text" | "values">): Promise<number> {
  const { rows } = await pool().query(`explain (analyze, timing off, format json) ${text}`, values);
  const [plan] = rows[0]["QUERY PLAN"];
  return plan["Planning Time"] + plan["Execution Time"];
}

/** The page by hand: values in their places, the columns that the page shows, nothing general. */
function bestOf({ scope, period }: BenchData, condition: SQL, after: Cursor | null): Pick<Sent, "text" | "values"> {
  const [from, to] = period.split("..") as [string, string];
  const at = (day: string, days: number) =>
    sql`((${day}::date + ${days}::integer)::timestamp at time zone ${scope.zone})`;
  const beyond = after ? sql`and (m.sent_at, m.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
  const select = sql`
    select m.id, m.sent_at, m.updated_at, m.status, m.reason, m.code, m.country, m.msisdn, m.sender, m.credits, m.clicks,
      case when m.parameters is null then t.body else render_text(t.body, m.parameters) end as text
    from (
      select * from messages m where m.account_id = ${scope.accountId}
        and m.sent_at >= ${at(from, 0)} and m.sent_at < ${at(to, 1)} and ${condition} ${beyond}
      order by m.sent_at desc, m.id desc limit ${SIZE + 1}
    ) as m join texts t on t.account_id = m.account_id and t.id = m.text_id
    order by m.sent_at desc, m.id desc`;
  return { text: literalSql(select), values: [] };
}

/** Where page 500 begins; null when there are fewer. */
async function pageAt(data: BenchData, { search }: Case): Promise<Cursor | null> {
  const query = { ...queryOf(data, search), size: 200 as const };
  let after: Cursor | null = null;
  for (let read = 0; read < PAGE * SIZE; read += query.size) {
    const { next } = await listMessages(data.scope, { ...query, page: after && { after } }, ["id"]);
    if (!next) return null;
    after = next;
  }
  return after;
}

/** Filters without an index of their own, asked for what is not there: the whole year is looked through. */
async function nothingMatching(data: BenchData): Promise<number> {
  const searches = [
    "operator=Nobody",
    "label=nothing",
    "reason=no_credit",
    "gateway=7",
    "creditsFrom=50",
    "origin=import&status=test",
  ];
  const rows: string[][] = [];
  const medians: number[] = [];
  for (const search of searches) {
    const query = queryOf(data, search);
    const times = await repeat(() => milliseconds(() => listMessages(data.scope, query, standard(query))));
    rows.push([search, tell(seriesOf(times))]);
    medians.push(seriesOf(times).median);
  }
  table(["milliseconds, nothing matches", "listMessages"], rows);
  return Math.max(...medians);
}

/** What the page takes besides its list. */
async function addedByPage(data: BenchData, { url, signIn }: Application): Promise<number> {
  const cookie = await signIn(data.ownerId);
  const search = "status=rejected";
  const query = queryOf(data, search);
  const page = async () => {
    const response = await fetch(`${url}/monitoring/messages?period=${data.period}&${search}`, {
      headers: { cookie },
      redirect: "manual",
    });
    if (response.status !== 200) throw new Error(`The page answers ${response.status}.`);
    await response.text();
  };
  const list = () => listMessages(data.scope, query, standard(query));
  const differences = await repeat(async () => (await milliseconds(page)) - (await milliseconds(list)), 21);
  const series = seriesOf(differences);
  table(["milliseconds", "page less its list"], [[search, tell(series)]]);
  return series.median;
}
