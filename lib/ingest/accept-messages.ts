import { createHash, randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { campaigns, clientReferences, messages, outbox, recentTexts } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { newCode, writeCode } from "@/lib/clicks/codes";
import { linkMessages } from "@/lib/clicks/links";
import { type Shortened, shortenLinks, type Which } from "@/lib/clicks/shorten";
import { invalid } from "@/lib/errors";
import { requestTask } from "@/lib/gateways/alone";
import { chooseGateway } from "@/lib/gateways/choose-gateway";
import { changeMessages, decimal, type Message, sameMessage } from "@/lib/messages/change";
import { readNumber } from "@/lib/messages/numbers";
import { originalOperator } from "@/lib/messages/operator";
import type { Origin } from "@/lib/messages/origin";
import type { Reason } from "@/lib/messages/reasons";
import { type Segmentation, segmentsOf } from "@/lib/messages/segments";
import { isSender } from "@/lib/messages/sender";
import type { Status } from "@/lib/messages/status";
import { placeholdersOf, renderTemplate } from "@/lib/messages/template";
import { uuid7s } from "@/lib/messages/uuid7";
import { publicUrl } from "@/lib/public-url";
import { MOST_MESSAGES } from "./limits";
import { storeTexts } from "./store-texts";

export const MOST_SEGMENTS = 10;
const MOST_LINKS = 10;

/** One request of a client: what is common to its messages, and the messages. */
export type Sending = {
  origin: Origin;
  /** The client's reference of the sending; made here when absent. */
  subid: string | null;
  label: string | null;
  /** More than one recipient of one text: makes a campaign of this name (`null`: none is made). */
  campaign: { name: string } | null;
  test: boolean;
  /** Skip the anti-duplicate window (LabsMobile's `nofilter`). */
  allowDuplicates: boolean;
  /** Minutes the network tries; null: the account's own. */
  validityMinutes: number | null;
  /** Which links of the texts become short ones, so that clicks are known; absent: none. */
  shortLinks?: Which;
  messages: readonly {
    /** As the client wrote it. */
    to: string;
    /** A text, or a template with %placeholders% for `parameters`. */
    text: string;
    parameters: Record<string, string> | null;
    sender: string | null;
    ucs2: boolean;
    /** The client's own name of this message: accepted once, however often it is asked. */
    reference: string | null;
  }[];
};

export type Accepted = {
  id: string;
  msisdn: string;
  status: Status;
  reason: Reason | null;
  country: string | null;
  segments: number;
  encoding: "gsm7" | "ucs2";
  /** Decimal text. */
  credits: string;
  reference: string | null;
  /** Its reference was accepted before: this is the message of then, nothing was added. */
  repeated: boolean;
};
export type Acceptance = { subid: string; campaignId: number | null; messages: Accepted[] };

/**
 * Decides about each message of a sending (Processed, Test, Duplicate, Rejected with a reason), records them all and
 * queues what goes out: one transaction. After it commits, nothing is lost.
 *
 * @throws AppError invalid, when the request as a whole cannot be taken (too many, a text too long); nothing is recorded.
 */
export async function acceptMessages(scope: Scope, sending: Sending, now: Date): Promise<Acceptance> {
  return db.transaction((tx) => acceptWithin(tx, scope, sending, now));
}

/** The same inside the caller's transaction (an idempotent request keeps its answer in it). */
export async function acceptWithin(tx: Transaction, scope: Scope, sending: Sending, now: Date): Promise<Acceptance> {
  demand(scope, "send");
  const drafts = draftsOf(scope, sending, now);
  const repeated = await claimReferences(tx, scope, drafts);
  const fresh = drafts.filter((draft) => !repeated.has(draft));
  const subid = sending.subid ?? newSubid();

  await linkMessages(tx, scope, fresh);
  const texts = await storeTexts(tx, scope, new Set(fresh.map(({ text }) => text)));
  if (!sending.test && !sending.allowDuplicates) await markDuplicates(tx, scope, fresh, now);
  const campaignId =
    fresh.length > 1 && sending.campaign ? await addCampaign(tx, scope, sending, fresh, subid, texts, now) : null;
  const gateway = await chooseGateway(tx, scope);

  const rows = fresh.map((draft): Message => {
    const waits = draft.status === "processed";
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
      cost: waits ? priceOf(draft) : "0.0000",
      credits: waits ? priceOf(draft) : "0.0000",
      campaignId,
      label: sending.label,
      subid,
      reference: draft.reference,
      gatewayId: waits ? gateway.id : null,
      origin: sending.origin,
      validUntil: waits ? draft.validUntil : null,
      handedAt: null,
      confirmedAt: null,
      updatedAt: now,
      receipts: 0,
      clicks: 0,
      robotClicks: 0,
    };
  });
  await changeMessages(
    tx,
    scope,
    rows.map((after) => ({ before: null, after })),
  );

  const waiting = rows.filter(({ status }) => status === "processed");
  if (waiting.length > 0) {
    const queued = waiting.map(({ sentAt, id }) => ({
      accountId: scope.accountId,
      sentAt,
      id,
      gatewayId: gateway.id,
      dueAt: now,
    }));
    await tx.execute(insertFrom(outbox, ["accountId", "sentAt", "id", "gatewayId", "dueAt"], queued));
    await requestTask(tx, "dispatch", scope, gateway.id);
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

type Draft = {
  id: string;
  sentAt: Date;
  asked: Sending["messages"][number];
  msisdn: string;
  country: string | null;
  operator: string | null;
  sender: string;
  text: string;
  parameters: Record<string, string> | null;
  codes: Shortened["codes"];
  reference: string | null;
  segmentation: Segmentation;
  status: Status;
  reason: Reason | null;
  validUntil: Date;
};

/** Everything about a message that needs no database. */
function draftsOf(scope: Scope, sending: Sending, now: Date): Draft[] {
  if (sending.messages.length === 0) throw invalid("A request needs at least one message.");
  if (sending.messages.length > MOST_MESSAGES)
    throw invalid(`A request takes at most ${MOST_MESSAGES} messages; this one has ${sending.messages.length}.`);
  const ids = uuid7s(now, sending.messages.length);
  const validUntil = new Date(now.getTime() + (sending.validityMinutes ?? scope.account.validityMinutes) * 60_000);
  const linkBase = sending.shortLinks && publicUrl(`/r/${writeCode(scope.accountId, "")}`);
  const plain = new Map<string, Segmentation>();
  const count = (text: string, ucs2: boolean) => {
    const name = `${ucs2}${text}`;
    const known = plain.get(name) ?? segmentsOf(text, { ucs2 });
    if (sending.messages.length > 1) plain.set(name, known);
    return known;
  };

  return sending.messages.map((message, index): Draft => {
    const shortened = linkBase ? shortenLinks(message, sending.shortLinks!, linkBase, newCode) : null;
    const { text, parameters, codes } = shortened ?? { ...message, codes: [] };
    if (codes.length > MOST_LINKS)
      throw invalid(`messages[${index}].text has ${codes.length} links; at most ${MOST_LINKS} are made short.`);
    const templated = parameters !== null && placeholdersOf(text).length > 0;
    const segmentation = templated
      ? segmentsOf(renderTemplate(text, parameters), { ucs2: message.ucs2 })
      : count(text, message.ucs2);
    if (segmentation.segments > MOST_SEGMENTS)
      throw invalid(
        `messages[${index}].text needs ${segmentation.segments} segments; at most ${MOST_SEGMENTS} are sent (${segmentation.encoding}).`,
      );
    const number = readNumber(message.to, scope.account.defaultCountry);
    const sender = message.sender ?? scope.account.defaultSender;
    const reason: Reason | null = !number.ok ? number.reason : isSender(sender) ? null : "invalid_sender";
    return {
      id: ids[index]!,
      sentAt: now,
      asked: message,
      msisdn: number.msisdn,
      country: number.ok ? number.country : null,
      operator: number.ok ? originalOperator(number.msisdn) : null,
      sender,
      text,
      parameters: templated ? parameters : null,
      codes,
      reference: message.reference,
      segmentation,
      status: reason !== null ? "rejected" : sending.test ? "test" : "processed",
      reason,
      validUntil,
    };
  });
}

/**
 * Claims the client's own references. A message whose reference was claimed by an earlier request is a repetition:
 * the message of then is returned for it, and nothing is added.
 */
async function claimReferences(tx: Transaction, scope: Scope, drafts: readonly Draft[]): Promise<Map<Draft, Message>> {
  const named = new Map<string, Draft>();
  for (const draft of drafts) {
    if (draft.reference === null) continue;
    if (named.has(draft.reference)) throw invalid(`The reference "${draft.reference}" stands twice in this request.`);
    named.set(draft.reference, draft);
  }
  if (named.size === 0) return new Map();

  // Always in one order, so that two requests with the same references never wait for each other in a circle.
  const claims = [...named.keys()].sort().map((reference) => {
    const { id, sentAt } = named.get(reference)!;
    return { accountId: scope.accountId, reference, sentAt, id };
  });
  const claim = insertFrom(clientReferences, ["accountId", "reference", "sentAt", "id"], claims);
  await tx.execute(sql`${claim} on conflict do nothing`);
  // Our own claims have no message yet, so the join finds just those of earlier requests.
  const owners = await tx
    .select({ reference: clientReferences.reference, message: messages })
    .from(clientReferences)
    .innerJoin(messages, sameMessage(clientReferences))
    .where(
      and(
        eq(clientReferences.accountId, scope.accountId),
        sql`${clientReferences.reference} = any(${sql.param([...named.keys()])}::text[])`,
      ),
    );
  return new Map(owners.map(({ reference, message }) => [named.get(reference)!, message]));
}

/** Sets to Duplicate what has the same recipient and text as a message accepted within the account's window. */
async function markDuplicates(tx: Transaction, scope: Scope, drafts: readonly Draft[], now: Date): Promise<void> {
  const minutes = scope.account.duplicateMinutes;
  if (minutes === 0) return;
  const firsts = new Map<string, Draft>();
  for (const draft of drafts) {
    if (draft.status !== "processed") continue;
    const fingerprint = fingerprintOf(draft);
    if (firsts.has(fingerprint)) draft.status = "duplicate";
    else firsts.set(fingerprint, draft);
  }
  if (firsts.size === 0) return;

  const marks = [...firsts.keys()].sort().map((hex) => {
    return { accountId: scope.accountId, fingerprint: Buffer.from(hex, "hex"), sentAt: now };
  });
  // The mark itself decides, so two requests at the same moment cannot both pass. A Duplicate does not extend the window.
  const passed = await tx.execute<{ fingerprint: string }>(sql`
    ${insertFrom(recentTexts, ["accountId", "fingerprint", "sentAt"], marks)}
    on conflict (account_id, fingerprint) do update set sent_at = excluded.sent_at
      where recent_texts.sent_at <= excluded.sent_at - make_interval(mins => ${minutes}::int)
    returning encode(fingerprint, 'hex') as fingerprint`);
  const fresh = new Set(passed.rows.map(({ fingerprint }) => fingerprint));
  for (const [fingerprint, draft] of firsts) if (!fresh.has(fingerprint)) draft.status = "duplicate";
}

/** Of what was asked: short links differ each time. */
function fingerprintOf({ msisdn, asked }: Draft): string {
  return createHash("sha256")
    .update(`${msisdn}\n${renderTemplate(asked.text, asked.parameters)}`)
    .digest("hex")
    .slice(0, 32);
}

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
  const [campaign] = await tx
    .insert(campaigns)
    .values({
      accountId: scope.accountId,
      name: sending.campaign!.name,
      sentAt: now,
      sender: first!.sender,
      textId: texts.get(first!.text)!,
      subid,
      label: sending.label,
      origin: sending.origin,
      recipients: drafts.length,
      createdBy: actor.kind === "user" ? actor.userId : null,
    })
    .returning({ id: campaigns.id });
  return campaign!.id;
}

/** One credit a segment; a price table per destination comes with credit control. */
const priceOf = ({ segmentation }: Draft) => decimal(BigInt(segmentation.segments) * 10_000n);

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
