import { randomBytes } from "node:crypto";
import { and, eq, gte, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { campaigns, outbox } from "@/db/schema";
import { alongside } from "@/db/transaction";
import { demand, type Scope } from "@/lib/auth/scope";
import { storeTarget } from "@/lib/callbacks/targets";
import { linkMessages } from "@/lib/clicks/links";
import { reserve } from "@/lib/credits/ledger";
import { loadPrices } from "@/lib/credits/prices";
import { requestTasks } from "@/lib/gateways/alone";
import { chooseGateways } from "@/lib/gateways/choose-gateway";
import { changeMessages, decimal, type Message } from "@/lib/messages/change";
import type { Reason } from "@/lib/messages/reasons";
import { linkUnsubscribes } from "@/lib/unsubscribe/links";
import { claimReferences } from "./claim-references";
import { type Draft, draftsOf } from "./drafts";
import { markDuplicates } from "./mark-duplicates";
import { reject, rejectBlacklisted } from "./reject-blacklisted";
import type { Acceptance, Accepted, Sending } from "./sending";
import { storeTexts } from "./store-texts";

/**
 * Decides about each message of a sending (Processed, Test, Duplicate, Rejected with a reason), records them all, queues
 * what goes out and reserves its cost: one transaction. After it commits, nothing is lost.
 *
 * @throws AppError invalid, when the request as a whole cannot be taken (too many, a text too long) · no-credit, when the
 *   balance does not cover it; nothing is recorded.
 */
export async function acceptMessages(scope: Scope, sending: Sending, now: Date): Promise<Acceptance> {
  return db.transaction((tx) => acceptWithin(tx, scope, sending, now));
}

/**
 * The same inside the caller's transaction (an idempotent request keeps its answer in it). Under credit control it ends
 * with the account's row locked: whatever else the caller locks, he locks before.
 *
 * @param refused why nothing of it may go out: what would have is Rejected with this reason.
 */
export async function acceptWithin(
  tx: Transaction,
  scope: Scope,
  sending: Sending,
  now: Date,
  refused: Reason | null = null,
): Promise<Acceptance> {
  demand(scope, "send");
  const drafts = draftsOf(scope, sending, now);
  const repeated = await claimReferences(tx, scope, drafts);
  const fresh = drafts.filter((draft) => !repeated.has(draft));
  const subid = sending.subid ?? newSubid();

  await rejectBlacklisted(tx, scope, fresh);
  if (refused) for (const draft of fresh) if (draft.status === "processed") reject(draft, refused);
  await linkMessages(tx, scope, fresh);
  await linkUnsubscribes(tx, scope, fresh);
  const texts = await storeTexts(tx, scope, new Set(fresh.map(({ text }) => text)));
  if (!sending.test && !sending.allowDuplicates) await markDuplicates(tx, scope, fresh, now);
  const campaignId =
    sending.campaign && fresh.length > 0 && (fresh.length > 1 || sending.campaign.recipients)
      ? await addCampaign(tx, scope, sending, fresh, subid, texts, now)
      : null;
  const callbackTargetId = await storeTarget(tx, scope, sending.callback);
  const gatewayOf = await chooseGateways(tx, scope);
  const priceOf = await loadPrices(scope, tx);
  const costOf = ({ msisdn, segmentation }: Draft) => decimal(BigInt(segmentation.segments) * priceOf(msisdn));

  const rows = fresh.map((draft): Message => {
    const waits = draft.status === "processed";
    const cost = waits ? costOf(draft) : "0.0000";
    return {
      accountId: scope.accountId,
      sentAt: now,
      id: draft.id,
      msisdn: draft.msisdn,
      country: draft.country,
      operator: draft.operator,
      sender: draft.sender,
      textId: texts.get(draft.text)!,
      parameters: draft.parameters,
      status: draft.status,
      reason: draft.reason,
      code: null,
      segments: draft.segmentation.segments,
      encoding: draft.segmentation.encoding,
      cost,
      credits: cost,
      campaignId,
      label: sending.label,
      subid,
      reference: draft.reference,
      gatewayId: waits ? gatewayOf(draft.msisdn).id : null,
      origin: sending.origin,
      callbackTargetId,
      validUntil: waits ? draft.validUntil : null,
      handedAt: null,
      confirmedAt: null,
      updatedAt: now,
      receipts: 0,
      clicks: 0,
      robotClicks: 0,
      prepaid: waits && scope.account.creditControl,
      certified: sending.certified ?? null,
    };
  });
  await changeMessages(
    tx,
    scope,
    rows.map((after) => ({ before: null, after })),
  );

  const waiting = rows.filter(({ status }) => status === "processed");
  if (waiting.length > 0) {
    const queued = waiting.map(({ accountId, sentAt, id, gatewayId }) => {
      return { accountId, sentAt, id, gatewayId: gatewayId!, dueAt: now };
    });
    await alongside(tx, insertFrom(outbox, ["accountId", "sentAt", "id", "gatewayId", "dueAt"], queued));
    await requestTasks(
      tx,
      "dispatch",
      scope,
      queued.map(({ gatewayId }) => gatewayId),
    );
    await reserve(tx, scope, waiting, now);
  }

  const added = new Map(rows.map((row) => [row.id, row]));
  return {
    subid,
    campaignId,
    messages: drafts.map((draft) => tell(repeated.get(draft) ?? added.get(draft.id)!, repeated.has(draft))),
  };
}

/** @throws AppError invalid, as acceptance would; nothing is recorded. */
export function checkSending(scope: Scope, sending: Sending, now: Date): void {
  draftsOf(scope, sending, now);
}

/** 13 hexadecimal characters, as LabsMobile makes them. */
export const newSubid = (): string => randomBytes(7).toString("hex").slice(0, 13);

async function addCampaign(
  tx: Transaction,
  scope: Scope,
  sending: Sending,
  drafts: readonly Draft[],
  subid: string,
  texts: ReadonlyMap<string, number>,
  now: Date,
): Promise<number> {
  const [first] = drafts;
  const { actor } = scope;
  const { name, recipients, userId = null } = sending.campaign!;
  if (recipients !== undefined) {
    const begun = await findCampaign(tx, scope, subid, now);
    if (begun !== null) return begun;
  }
  const [campaign] = await tx
    .insert(campaigns)
    .values({
      accountId: scope.accountId,
      name,
      sentAt: now,
      sender: first!.sender,
      textId: texts.get(first!.text)!,
      subid,
      label: sending.label,
      origin: sending.origin,
      recipients: recipients ?? drafts.length,
      createdBy: actor.kind === "user" ? actor.userId : userId,
    })
    .returning({ id: campaigns.id });
  return campaign!.id;
}

const SHARED_HOURS = 48;

/** The campaign that an earlier sending of the same subid began. The lock keeps two of them from beginning it twice. */
async function findCampaign(tx: Transaction, scope: Scope, subid: string, now: Date): Promise<number | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('acuse.campaign'), hashtext(${subid}))`);
  const since = new Date(now.getTime() - SHARED_HOURS * 3_600_000);
  const [begun] = await tx
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.accountId, scope.accountId), gte(campaigns.sentAt, since), eq(campaigns.subid, subid)))
    .limit(1);
  return begun?.id ?? null;
}

const tell = (message: Message, repeated: boolean): Accepted => ({
  id: message.id,
  msisdn: message.msisdn,
  status: message.status,
  reason: message.reason as Reason | null,
  country: message.country,
  segments: message.segments,
  encoding: message.encoding,
  credits: message.credits,
  reference: message.reference,
  repeated,
});
