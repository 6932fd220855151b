import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db";
import { gatewayHours, gateways } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";

const HOUR_MS = 3_600_000;
/** A busy gateway's rows are not written by every batch. */
const EVERY_MS = 2_000;
const MOST_WAITING = 10_000;

type Noted = { accountId: number; gatewayId: number; hour: number; receipts: number; lastAt: Date };
let waiting = new Map<string, Noted>();
let timer: NodeJS.Timeout | undefined;
let writtenAt = 0;
let writing: Promise<void> | undefined;

/**
 * Notes when a gateway was last heard and how much it told, after its receipts are safe. Collected, so that it costs the
 * receipts nothing; a process that is killed forgets what it heard in the last two seconds, of these figures only.
 */
export function noteHeard(scope: Scope, gatewayId: number, at: Date): void {
  const hour = Math.floor(at.getTime() / HOUR_MS) * HOUR_MS;
  const name = `${scope.accountId} ${gatewayId} ${hour}`;
  const noted = waiting.get(name);
  if (noted) {
    noted.receipts++;
    if (at > noted.lastAt) noted.lastAt = at;
  } else if (waiting.size < MOST_WAITING) {
    waiting.set(name, { accountId: scope.accountId, gatewayId, hour, receipts: 1, lastAt: at });
  }
  timer ??= setTimeout(() => void flushHeard(), Math.max(0, writtenAt + EVERY_MS - Date.now())).unref();
}

/** Writes what is noted; what cannot be written waits for the next time. */
export async function flushHeard(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  await writing;
  const all = waiting;
  waiting = new Map();
  writtenAt = Date.now();
  writing = (async () => {
    for (const [name, noted] of all) {
      try {
        await write(noted);
      } catch (error) {
        const newer = waiting.get(name);
        if (newer) newer.receipts += noted.receipts;
        else waiting.set(name, noted);
        console.error("How much a gateway told was not noted:", error);
      }
    }
  })();
  await writing;
}

async function write({ accountId, gatewayId, hour, receipts, lastAt }: Noted): Promise<void> {
  const older = sql`(${gateways.lastReceiptAt} is null or ${gateways.lastReceiptAt} < ${lastAt.toISOString()})`;
  await db
    .update(gateways)
    .set({ lastReceiptAt: lastAt })
    .where(and(eq(gateways.accountId, accountId), eq(gateways.id, gatewayId), older));
  await db
    .insert(gatewayHours)
    .values({ accountId, gatewayId, hour: new Date(hour), receipts })
    .onConflictDoUpdate({
      target: [gatewayHours.accountId, gatewayHours.gatewayId, gatewayHours.hour],
      set: { receipts: sql`${gatewayHours.receipts} + excluded.receipts` },
    });
}
