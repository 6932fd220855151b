import { sql } from "drizzle-orm";
import { readThenWrite, type Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { runPrepared } from "@/db/prepared";
import { clicks } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { recordClickCalls } from "@/lib/callbacks/clicks";
import { type Change, changeMessages, lockMessages, type Message } from "@/lib/messages/change";
import { FORGOTTEN } from "@/lib/messages/forgotten";
import { instantOf } from "@/lib/messages/uuid7";
import { storable } from "@/lib/storable";
import { addressKey, hashAddress, shortenAddress, wholeAddress } from "./address";
import { countryOf } from "./country";
import { describe } from "./describe";
import { judge } from "./judge";
import { RULES_VERSION } from "./rules";
import type { Visit } from "./visit";

type Click = typeof clicks.$inferSelect;

const LONGEST_USER_AGENT = 500;

/**
 * Records visits to the account's short links and counts them at their messages, in one transaction. Safe to repeat: a
 * visit counts once. Those of robots are kept and counted apart.
 *
 * @returns how many were new; visits to messages that the account does not have, or whose number was forgotten, are left out.
 */
export async function recordClicks(scope: Scope, given: readonly Visit[]): Promise<number> {
  demand(scope, "receipts");
  if (given.length === 0) return 0;
  const visits = [...new Map(given.map((visit) => [visit.id, visit])).values()];
  const key = await addressKey();
  const countries = await Promise.all(visits.map(({ address }) => countryOf(address)));
  return readThenWrite(async (tx) => {
    const messages = await lockVisited(tx, scope, visits);
    const rows = visits.flatMap((visit, index) => {
      const message = messages.get(visit.messageId);
      return message && message.msisdn !== FORGOTTEN ? [clickOf(scope, message, visit, countries[index]!, key)] : [];
    });
    if (rows.length === 0) return 0;
    const insert = insertFrom(clicks, COLUMNS, rows);
    const once = sql`${insert} on conflict (account_id, sent_at, message_id, id) do nothing returning id`;
    const stored = await runPrepared<{ id: string }>(tx, once);
    const added = new Set(stored.rows.map(({ id }) => id));
    const fresh = rows.filter(({ id }) => added.has(id));
    await count(tx, scope, [...messages.values()], fresh);
    await recordClickCalls(tx, scope, messages, fresh);
    return added.size;
  });
}

const COLUMNS = [
  ...["accountId", "sentAt", "messageId", "id", "at", "code", "address", "addressHash", "userAgent", "language"],
  ...["device", "system", "browser", "country", "robot", "rule", "rulesVersion"],
] as (keyof Click)[];

/** The visited messages by their ids, locked; those that the account does not have are left out. */
async function lockVisited(tx: Transaction, scope: Scope, visits: readonly Visit[]): Promise<Map<string, Message>> {
  const keys = [...new Set(visits.map(({ messageId }) => messageId))].flatMap((id) => {
    const sentAt = instantOf(id);
    return sentAt ? [{ id, sentAt }] : [];
  });
  return new Map((await lockMessages(tx, scope, keys)).map((message) => [message.id, message]));
}

function clickOf(scope: Scope, message: Message, visit: Visit, country: string | null, key: Buffer): Click {
  const { id, at, code, address, language } = visit;
  const judgement = judge(visit, message);
  return {
    accountId: message.accountId,
    sentAt: message.sentAt,
    messageId: message.id,
    ...{ id, at, code, language, country },
    address: scope.account.wholeAddresses ? wholeAddress(address) : shortenAddress(address),
    addressHash: address === "" ? null : hashAddress(key, address),
    userAgent: storable(visit.userAgent).slice(0, LONGEST_USER_AGENT),
    ...describe(visit.userAgent, judgement.rule),
    ...judgement,
    rulesVersion: RULES_VERSION,
  };
}

/**
 * A visit is no change of a message's state, so `updatedAt` stays. It is indexed too, and a row in which no indexed column
 * changes costs the database half.
 */
async function count(tx: Transaction, scope: Scope, messages: readonly Message[], added: readonly Click[]) {
  const changes = new Map(
    messages.map((message): [string, Change] => [message.id, { before: message, after: message }]),
  );
  for (const { messageId, robot, at } of added) {
    const change = changes.get(messageId)!;
    const { clicks, robotClicks } = change.after;
    if (!robot && (!change.clickedAt || at > change.clickedAt)) change.clickedAt = at;
    change.after = {
      ...change.after,
      clicks: robot ? clicks : clicks + 1,
      robotClicks: robot ? robotClicks + 1 : robotClicks,
    };
  }
  await changeMessages(
    tx,
    scope,
    [...changes.values()].filter(({ before, after }) => before !== after),
  );
}
