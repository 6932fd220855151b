import type pg from "pg";
import { expect } from "vitest";
import type { TestAccount } from "./app";
import { PATIENCE_MS, type Traffic } from "./traffic";

/** Messages that wait to be handed over. Those that a kill cut off while being handed over are not among them. */
export async function waitingFor(database: pg.Client, { accountId }: TestAccount): Promise<number> {
  const { rows } = await database.query(
    "select count(*)::int as waiting from outbox where account_id = $1 and handing_at is null",
    [accountId],
  );
  return rows[0].waiting;
}

/** Everything that was answered is there, once, also the visits whose visitors went on before these were recorded; nothing was handed over twice. */
export async function expectEverythingOnce(
  database: pg.Client,
  { accountId }: TestAccount,
  traffic: Traffic,
): Promise<void> {
  const of = async (statement: string) => (await database.query(statement, [accountId])).rows;

  const messages = await of("select reference, id from messages where account_id = $1");
  expect(messages.length).toBe(traffic.accepted.size);
  expect(new Map(messages.map(({ reference, id }) => [reference, id]))).toEqual(traffic.accepted);

  const receipts = await of("select key from receipts where account_id = $1");
  expect(new Set(receipts.map(({ key }) => key))).toEqual(traffic.confirmed);
  expect(receipts.length).toBe(traffic.confirmed.size);
  expect(await of("select 1 from parked_receipts where account_id = $1")).toEqual([]);
  const undecided = await of(
    "select status from messages where account_id = $1 and receipts = 2 and status <> 'delivered'",
  );
  expect(undecided).toEqual([]);

  expect([...traffic.kannel.handed].filter(([, times]) => times > 1)).toEqual([]);

  const visits = await of("select code, count(*)::int as times from clicks where account_id = $1 group by code");
  expect(visits.filter(({ times }) => times > 1)).toEqual([]);
  const recorded = new Set(visits.map(({ code }) => code));
  const missing = traffic.visited.filter(({ code }) => !recorded.has(code.slice(-8)));
  expect(missing).toEqual([]);

  const [handed, cutOff] = [traffic.kannel.handed.size, messages.length - traffic.kannel.handed.size];
  const late = traffic.visited.filter(({ ms }) => ms >= PATIENCE_MS).length;
  console.log(
    `${messages.length} messages, ${handed} handed over, ${cutOff} cut off before; ${receipts.length} receipts; ` +
      `${traffic.visited.length} visits, ${late} answered before they were recorded; answers ${JSON.stringify([...traffic.answers])}`,
  );
}
