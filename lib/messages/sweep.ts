import { sql } from "drizzle-orm";
import { db } from "@/db";
import { unnest } from "@/db/bulk";
import { outbox } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { type Received, recordWithin } from "@/lib/ingest/record-receipts";
import { lockMessages, type Message } from "./change";

const BATCH = 500;

/**
 * Expires what got no final receipt within its validity, 72 hours as a rule. Our word is a receipt of its own, the
 * weakest of the final ones: whatever the network says later outranks it. What was never handed over is not charged.
 *
 * @returns how many messages were expired.
 */
export async function sweepExpired(scope: Scope, now: Date): Promise<number> {
  let swept = 0;
  for (;;) {
    const due = await db.transaction(async (tx) => {
      // However old: it may have been imported, or nobody swept for a long time.
      const { rows } = await tx.execute<Pick<Message, "id"> & { sent_at: string }>(sql`
        select id, sent_at from messages
        where account_id = ${scope.accountId} and status in ('processed', 'sent')
          and sent_at <= ${now.toISOString()} and valid_until <= ${now.toISOString()}
        limit ${BATCH}`);
      if (rows.length === 0) return 0;
      const keys = rows.map(({ id, sent_at }) => ({ id, sentAt: new Date(sent_at) }));
      const { rows: waiting } = await tx.execute<{ id: string; handing: boolean }>(sql`
        delete from outbox where account_id = ${scope.accountId}
          and (sent_at, id) in (select * from ${unnest(outbox, ["sentAt", "id"], keys)})
        returning id, handing_at is not null as handing`);
      // Being handed over just now, or when a process was killed: nobody knows that it did not go out.
      const handing = new Set(waiting.filter((each) => each.handing).map(({ id }) => id));
      const locked = await lockMessages(tx, scope, keys);
      await recordWithin(
        tx,
        scope,
        locked.map(({ id, status, handedAt, gatewayId }) =>
          // Of what was imported nobody may have said when it was handed over.
          expired(id, status === "sent" || handedAt !== null || handing.has(id), gatewayId ?? 0, now),
        ),
      );
      return rows.length;
    });
    swept += due;
    if (due < BATCH) return swept;
  }
}

/** What we say of a message whose validity ran out, in the words of a receipt. */
export const expired = (reference: string, handed: boolean, gatewayId: number, now: Date): Received => ({
  gatewayId,
  raw: null,
  sweep: true,
  receivedAt: now,
  receipt: {
    ...{ reference, key: "sweep", part: 0, meaning: "expired", refusal: !handed, code: null, reason: "expired" },
    ...{ occurredAt: now, text: "" },
  },
});
