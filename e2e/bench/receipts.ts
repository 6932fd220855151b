import { sql } from "drizzle-orm";
import { db } from "@/db";
import { createAccount } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { createGateway } from "@/lib/gateways/commands";
import { tokenOf } from "@/lib/gateways/token";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import { verifyCounts } from "@/lib/messages/counts";
import type { Application } from "./application";
import { bareServer, type Load, load } from "./load";
import { RUNS, repeat, report, round, seriesOf, table, tell } from "./measure";

const CONNECTIONS = 64;
/** Messages a run; each gets two receipts. */
const MESSAGES = 10_000;

/** Receipts of a Kannel, one a request, each answered after its commit, against a server that only answers. */
export async function receipts(application: Application): Promise<void> {
  const scope = await createAccount({ name: "Receipts" });
  const config = { url: "http://127.0.0.1:9/", username: "nobody", password: "nobody" };
  const gateway = await createGateway(scope, { kind: "kannel", name: "Kannel", config });
  const path = `/receipts/${tokenOf(gateway)}`;

  const bare = await bareServer();
  const taken: { ours: Load; baseline: Load }[] = await repeat(async () => {
    const ids = await sendMessages(scope);
    const requests = [...ids.map((id) => requestOf(path, id, 8)), ...ids.map((id) => requestOf(path, id, 1))];
    return {
      baseline: await load(bare.port, requests, CONNECTIONS),
      ours: await load(application.port, requests, CONNECTIONS),
    };
  });
  await bare.stop();

  const rates = seriesOf(taken.map(({ ours }) => ours.perSecond));
  const latency = seriesOf(taken.map(({ ours }) => ours.p99));
  const ratio = seriesOf(taken.map(({ ours, baseline }) => ours.perSecond / baseline.perSecond));
  const failed = taken.reduce((sum, { ours }) => sum + ours.failed, 0);
  const { rows } = await db.execute<{ kept: number; delivered: number }>(sql`
    select (select count(*)::int from receipts where account_id = ${scope.accountId}) as kept,
      (select count(*)::int from messages where account_id = ${scope.accountId} and status = 'delivered') as delivered`);
  const sent = (RUNS + 1) * MESSAGES;
  const lost = 2 * sent - rows[0]!.kept + (sent - rows[0]!.delivered);
  const differences = await verifyCounts(scope.accountId);
  table(
    ["receipts", "a second", "p99 ms", "of a bare server", "failed", "lost", "differences"],
    [
      [
        `${CONNECTIONS} connections`,
        tell(rates, 0),
        tell(latency),
        tell(ratio, 2),
        String(failed),
        String(lost),
        String(differences.length),
      ],
    ],
  );
  const reached = rates.median >= 5_000 && latency.median < 100 && failed + lost + differences.length === 0;
  report(
    "receipts",
    `${round(rates.median, 0)}/s, p99 ${round(latency.median)} ms, ${lost} lost`,
    "5000/s, 100 ms, 0",
    reached,
  );
}

async function sendMessages(scope: Scope): Promise<string[]> {
  const messages = Array.from({ length: MESSAGES }, (_, i) => ({
    ...{ to: `346${String(i).padStart(8, "0")}`, text: "Tu pedido está listo", parameters: null, sender: "SHOP" },
    ...{ ucs2: false, reference: null },
  }));
  const request = { origin: "api", subid: null, label: null, test: false, allowDuplicates: true } as const;
  const accepted = await acceptMessages(
    scope,
    { ...request, campaign: null, validityMinutes: null, messages },
    new Date(),
  );
  return accepted.messages.map(({ id }) => id);
}

/** As Kannel asks it: 8 handed to the network, 1 delivered. */
function requestOf(path: string, id: string, type: 1 | 8): string {
  const text = type === 8 ? "ACK/" : `id:${id.slice(-8)} sub:001 dlvrd:001 stat:DELIVRD err:000 text:`;
  const query = new URLSearchParams({ ref: id, n: "1", d: String(type), fid: id.slice(-12), smsc: "sim", a: text });
  return `GET ${path}?${query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
}
