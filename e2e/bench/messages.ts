import { sql } from "drizzle-orm";
import { db } from "@/db";
import { insertFrom } from "@/db/bulk";
import { messages as rows } from "@/db/schema";
import { createAccount } from "@/db/testing";
import { createKey } from "@/lib/auth/api-key";
import type { Scope } from "@/lib/auth/scope";
import type { Message } from "@/lib/messages/change";
import { verifyCounts } from "@/lib/messages/counts";
import { uuid7s } from "@/lib/messages/uuid7";
import type { Application } from "./application";
import { load } from "./load";
import { milliseconds, repeat, report, round, seriesOf, table, tell } from "./measure";

const A_REQUEST = 1_000;
const REQUESTS = 20;
const CONNECTIONS = 2;

/** Messages by `POST /api/v1/messages`, 1 000 a request, against inserting the same rows and nothing else. */
export async function messages(application: Application): Promise<void> {
  const scope = await createAccount({ name: "Messages" });
  const { key } = await createKey(scope, { name: "bench", scopes: ["send"] });
  const taken = await repeat(async (run) => {
    const requests = Array.from({ length: REQUESTS }, (_, i) => requestOf(key, (run + 1) * REQUESTS + i));
    const ours = await load(application.port, requests, CONNECTIONS, 202);
    return { ours: ours.perSecond * A_REQUEST, failed: ours.failed, baseline: await insertSame(scope) };
  });
  const ours = seriesOf(taken.map((each) => each.ours));
  const baseline = seriesOf(taken.map((each) => each.baseline));
  const ratio = seriesOf(taken.map((each) => each.ours / each.baseline));
  const failed = taken.reduce((sum, each) => sum + each.failed, 0);
  const differences = await verifyCounts(scope.accountId);
  table(
    ["messages", "a second", "insert alone", "ratio", "failed", "differences"],
    [
      [
        `${A_REQUEST} a request`,
        tell(ours, 0),
        tell(baseline, 0),
        tell(ratio, 2),
        String(failed),
        String(differences.length),
      ],
    ],
  );
  const reached = ratio.median >= 0.5 && failed + differences.length === 0;
  report("messages", `${round(ours.median, 0)}/s, ${round(ratio.median, 2)} of an insert`, "0.5", reached);
}

/** Each with its own number and a personal text, as an integrator sends them. */
function requestOf(key: string, index: number): string {
  const body = JSON.stringify({
    messages: Array.from({ length: A_REQUEST }, (_, i) => ({
      to: `346${String(index * A_REQUEST + i).padStart(8, "0")}`,
      text: "Hola %name%, tu pedido %order% está listo.",
      parameters: { name: "Lucía", order: String(index * A_REQUEST + i) },
    })),
    sender: "SHOP",
  });
  const head = ["POST /api/v1/messages HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"];
  const more = [`Authorization: Bearer ${key}`, `Content-Length: ${Buffer.byteLength(body)}`];
  return `${[...head, ...more].join("\r\n")}\r\n\r\n${body}`;
}

/** The account's newest rows once more, 1 000 a statement and transaction, taken away again. */
async function insertSame(scope: Scope): Promise<number> {
  const newest = await db
    .select()
    .from(rows)
    .where(sql`account_id = ${scope.accountId}`)
    .orderBy(sql`sent_at desc, id desc`)
    .limit(REQUESTS * A_REQUEST);
  const keys = Object.keys(newest[0]!) as (keyof Message)[];
  const sentAt = new Date(newest[0]!.sentAt.getTime() + 1);
  const ids = uuid7s(sentAt, newest.length);
  const copies = newest.map((row, i) => ({ ...row, sentAt, id: ids[i]! }));
  const ms = await milliseconds(async () => {
    for (let i = 0; i < copies.length; i += A_REQUEST)
      await db.execute(insertFrom(rows, keys, copies.slice(i, i + A_REQUEST)));
  });
  await db.execute(
    sql`delete from messages where account_id = ${scope.accountId} and sent_at = ${sentAt.toISOString()}`,
  );
  return (copies.length / ms) * 1000;
}
