import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { unnest } from "@/db/bulk";
import { clicks, links, linkTargets } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import type { Message } from "@/lib/messages/change";
import { utcSecond } from "./address";
import { type Fact, recordCallbacks } from "./record";
import { anyWanted } from "./targets";

type Click = typeof clicks.$inferSelect;

/**
 * Callbacks about visits that were just recorded (`clickurl`), in a format of our own. Of robots only if the account
 * asks for them.
 *
 * @param messages the visited ones by their ids, locked: so the running numbers have no gaps.
 */
export async function recordClickCalls(
  tx: Transaction,
  scope: Scope,
  messages: ReadonlyMap<string, Message>,
  added: readonly Click[],
): Promise<void> {
  const told = added.filter(
    ({ messageId, robot }) =>
      (!robot || scope.account.callbackRobots) && anyWanted(scope, "click", [messages.get(messageId)!]),
  );
  if (told.length === 0) return;
  const urls = await targetsOf(tx, scope, told);
  const numbers = await peopleClicks(tx, scope, added);
  const facts = told.map((click): Fact => {
    const { messageId, at, code, id } = click;
    const message = messages.get(messageId)!;
    return { message, at, parameters: parametersOf(message, click, urls.get(code) ?? "", numbers.get(id)!) };
  });
  await recordCallbacks(tx, scope, "click", facts);
}

/** `clicks`: how many people opened this link so far; `ip` as it is kept; all texts, `timestamp` in UTC. */
function parametersOf({ subid, msisdn }: Message, click: Click, url: string, clicks: number): Record<string, string> {
  const { at, address, userAgent, language, robot } = click;
  return {
    ...{ type: "click", subid: subid ?? "", msisdn, url, timestamp: utcSecond(at) },
    ...{ ip: address ?? "", useragent: userAgent ?? "", lang: language ?? "" },
    ...{ clicks: String(clicks), bot: robot ? "1" : "0" },
  };
}

async function targetsOf(tx: Transaction, scope: Scope, told: readonly Click[]): Promise<Map<string, string>> {
  const codes = [...new Set(told.map(({ code }) => code))];
  const rows = await tx
    .select({ code: links.code, url: linkTargets.url })
    .from(links)
    .innerJoin(linkTargets, and(eq(linkTargets.accountId, links.accountId), eq(linkTargets.id, links.targetId)))
    .where(and(eq(links.accountId, scope.accountId), sql`${links.code} = any(${sql.param(codes)}::text[])`));
  return new Map(rows.map(({ code, url }) => [code, url]));
}

/** After each of these visits, how many people had opened its link: counted back from how many have by now. */
async function peopleClicks(tx: Transaction, scope: Scope, added: readonly Click[]): Promise<Map<string, number>> {
  const visited = [...new Map(added.map((click) => [click.code, click])).values()];
  const { rows } = await tx.execute<{ code: string; people: number }>(sql`
    select given.code, (
      select count(*) from clicks
      where account_id = ${scope.accountId} and sent_at = given.sent_at and message_id = given.message_id
        and code = given.code and not robot) as people
    from ${unnest(clicks, ["sentAt", "messageId", "code"], visited)} as given (sent_at, message_id, code)`);
  const people = new Map(rows.map((row) => [row.code, row.people]));
  const numbers = new Map<string, number>();
  for (const { id, code, robot } of added.toReversed()) {
    numbers.set(id, people.get(code)!);
    if (!robot) people.set(code, people.get(code)! - 1);
  }
  return numbers;
}
