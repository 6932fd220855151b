import { and, asc, eq, isNotNull, lt, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { unnest } from "@/db/bulk";
import { clicks } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { type Change, changeMessages, lockMessages } from "@/lib/messages/change";
import { judge } from "./judge";
import { RULES_VERSION } from "./rules";

type Click = typeof clicks.$inferSelect;

const BATCH = 500;

/**
 * Judges again what an older version of the rules has judged, so that no figure mixes two. A visit whose user agent has
 * been forgotten keeps its judgement, and so does what a browser said in headers that are not kept.
 *
 * @returns how many visits changed sides.
 */
export async function rejudgeClicks(scope: Scope): Promise<number> {
  let changed = 0;
  for (let last: Click | undefined; ; ) {
    const batch = await db.transaction((tx) => rejudgeSome(tx, scope, last));
    changed += batch.changed;
    last = batch.last;
    if (!last) return changed;
  }
}

/** @returns the last of a full batch: the next one begins after it. */
async function rejudgeSome(
  tx: Transaction,
  scope: Scope,
  after: Click | undefined,
): Promise<{ last: Click | undefined; changed: number }> {
  const place = after && sql`(${after.sentAt.toISOString()}::timestamptz, ${after.messageId}::uuid, ${after.id}::uuid)`;
  const find = () =>
    tx
      .select()
      .from(clicks)
      .where(
        and(
          eq(clicks.accountId, scope.accountId),
          lt(clicks.rulesVersion, RULES_VERSION),
          isNotNull(clicks.userAgent),
          place && sql`(${clicks.sentAt}, ${clicks.messageId}, ${clicks.id}) > ${place}`,
        ),
      )
      .orderBy(asc(clicks.sentAt), asc(clicks.messageId), asc(clicks.id))
      .limit(BATCH);
  const seen = await find();
  const keys = new Map(seen.map(({ messageId: id, sentAt }) => [id, { id, sentAt }]));
  const messages = new Map((await lockMessages(tx, scope, [...keys.values()])).map((message) => [message.id, message]));
  // Asked again under the lock: another process may have judged the same ones meanwhile.
  const old = seen.length > 0 ? (await find()).filter(({ messageId }) => messages.has(messageId)) : [];
  const changes = new Map<string, Change>();
  const judged = old.map((click): Click => {
    const before = messages.get(click.messageId)!;
    const signs = { at: click.at, userAgent: click.userAgent!, language: click.language };
    const judgement = judge({ ...signs, prefetch: click.rule === "prefetch" }, before);
    if (judgement.robot !== click.robot) {
      const change = changes.get(before.id) ?? { before, after: before };
      const more = judgement.robot ? 1 : -1;
      const { clicks: people, robotClicks } = change.after;
      change.after = { ...change.after, clicks: people - more, robotClicks: robotClicks + more };
      changes.set(before.id, change);
    }
    return { ...click, ...judgement, rulesVersion: RULES_VERSION };
  });
  if (judged.length > 0) await writeJudgements(tx, scope, judged);
  await changeMessages(tx, scope, [...changes.values()]);
  const last = seen.length < BATCH ? undefined : seen.at(-1);
  return { last, changed: judged.filter(({ robot }, index) => robot !== old[index]!.robot).length };
}

async function writeJudgements(tx: Transaction, scope: Scope, judged: readonly Click[]): Promise<void> {
  const columns = ["sentAt", "messageId", "id", "robot", "rule", "rulesVersion"] as const;
  await tx.execute(sql`
    update clicks set robot = given.robot, rule = given.rule, rules_version = given.rules_version
    from ${unnest(clicks, columns, judged)} as given (sent_at, message_id, id, robot, rule, rules_version)
    where clicks.account_id = ${scope.accountId} and clicks.sent_at = given.sent_at
      and clicks.message_id = given.message_id and clicks.id = given.id`);
}
