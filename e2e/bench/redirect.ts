import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { db } from "@/db";
import { clicks } from "@/db/schema";
import { createAccount } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { writeCode } from "@/lib/clicks/codes";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import { verifyCounts } from "@/lib/messages/counts";
import type { Application } from "./application";
import { bareServer, type Load, load } from "./load";
import { repeat, report, round, seriesOf, table, tell } from "./measure";

const CONNECTIONS = 64;
/** Links a run, each in a message of its own and visited once. */
const LINKS = 10_000;
const WRITTEN_MS = 10_000;

/** Visits to short links, codes that nobody asked for before, against a server that only redirects. */
export async function redirect(application: Application): Promise<void> {
  const scope = await createAccount({ name: "Redirect" });
  const bare = await bareServer("redirect");
  let visits = 0;
  const taken: { ours: Load; baseline: Load }[] = await repeat(async () => {
    const requests = (await newCodes(scope)).map(requestOf);
    visits += requests.length;
    return {
      baseline: await load(bare.port, requests, CONNECTIONS, 302),
      ours: await load(application.port, requests, CONNECTIONS, 302),
    };
  });
  await bare.stop();

  const lost = visits - (await recordedOf(scope, visits));
  const differences = await verifyCounts(scope.accountId);
  const rates = seriesOf(taken.map(({ ours }) => ours.perSecond));
  const latency = seriesOf(taken.map(({ ours }) => ours.p99));
  const ratio = seriesOf(taken.map(({ ours, baseline }) => ours.perSecond / baseline.perSecond));
  const failed = taken.reduce((sum, { ours }) => sum + ours.failed, 0);
  table(
    ["redirect", "a second", "p99 ms", "of a bare server", "failed", "not recorded", "differences"],
    [
      [
        ...[`${CONNECTIONS} connections`, tell(rates, 0), tell(latency), tell(ratio, 2)],
        ...[String(failed), String(lost), String(differences.length)],
      ],
    ],
  );
  const reached = rates.median >= 5_000 && latency.median < 25 && failed + lost + differences.length === 0;
  report(
    "redirect",
    `${round(rates.median, 0)}/s, p99 ${round(latency.median)} ms, ${lost} clicks missing`,
    "5000/s, 25 ms, 0",
    reached,
  );
}

/** In no order: recipients do not come one after the other as they stand in the sending. */
async function newCodes(scope: Scope): Promise<string[]> {
  const messages = Array.from({ length: LINKS }, (_, i) => ({
    ...{ to: `346${String(i).padStart(8, "0")}`, text: "Mira https://example.com/rebajas", parameters: null },
    ...{ sender: "SHOP", ucs2: false, reference: null },
  }));
  const request = { origin: "api", subid: null, label: null, test: false, allowDuplicates: true } as const;
  const now = new Date();
  const more = { campaign: null, validityMinutes: null, shortLinks: "all" } as const;
  await acceptMessages(scope, { ...request, ...more, messages }, now);
  const { rows } = await db.execute<{ code: string }>(sql`
    select code from links where account_id = ${scope.accountId} and sent_at = ${now.toISOString()}::timestamptz
    order by md5(code)`);
  return rows.map(({ code }) => writeCode(scope.accountId, code));
}

const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1";

function requestOf(code: string): string {
  const head = [
    `GET /r/${code} HTTP/1.1`,
    "Host: 127.0.0.1",
    `User-Agent: ${PHONE}`,
    "Accept-Language: es-ES,es;q=0.9",
  ];
  return `${head.join("\r\n")}\r\n\r\n`;
}

/** A visitor who waited long enough went on before his visit was written: the last ones follow at once. */
async function recordedOf({ accountId }: Scope, expected: number): Promise<number> {
  const count = () => db.$count(clicks, eq(clicks.accountId, accountId));
  for (const deadline = Date.now() + WRITTEN_MS; Date.now() < deadline; await sleep(100))
    if ((await count()) >= expected) break;
  return count();
}
