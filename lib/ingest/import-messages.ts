import { and, eq, sql } from "drizzle-orm";
import { db, pool, type Transaction } from "@/db";
import { insertFrom } from "@/db/bulk";
import { ensurePartitions } from "@/db/migrate";
import { clientReferences } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { holdContacts } from "@/lib/contacts/knowledge";
import { invalid } from "@/lib/errors";
import { changeMessages, decimal, type Message } from "@/lib/messages/change";
import { type NumberRead, readNumber } from "@/lib/messages/numbers";
import { originalOperator } from "@/lib/messages/operator";
import type { Reason } from "@/lib/messages/reasons";
import { segmentsOf } from "@/lib/messages/segments";
import { FAILED, PENDING, type Status } from "@/lib/messages/status";
import { uuid7s } from "@/lib/messages/uuid7";
import { MOST_IMPORTED } from "./limits";
import { registerReferences } from "./parked-receipts";
import { type Received, recordWithin } from "./record-receipts";
import { storeTexts } from "./store-texts";

const CHUNK = 5_000;

/** A message of another system's history, with its outcome. */
export type Imported = {
  to: string;
  text: string;
  sender: string;
  sentAt: Date;
  status: Status;
  reason: Reason | null;
  code: string | null;
  /** Decimal text; null: one credit a segment where the status is charged. */
  credits: string | null;
  handedAt: Date | null;
  confirmedAt: Date | null;
  subid: string | null;
  label: string | null;
  /** The client's own name of the message: imported once, however often it is sent. */
  reference: string | null;
  /** The account's gateway that still sends receipts of it, and its name there: they are matched from now on. */
  gateway: { id: number; reference: string } | null;
};

/**
 * Adds history through the one door, at any date, in one transaction: all of it or nothing.
 *
 * @returns how many were added, and how many had been imported before by their reference.
 * @throws AppError invalid, for a date in the future or before 2000.
 */
export async function importMessages(
  scope: Scope,
  given: readonly Imported[],
  now: Date,
): Promise<{ imported: number; repeated: number }> {
  demand(scope, "send");
  if (given.length === 0) return { imported: 0, repeated: 0 };
  if (given.length > MOST_IMPORTED) throw invalid(`At most ${MOST_IMPORTED} messages a request.`);
  const times = given.map(({ sentAt }) => sentAt.getTime());
  const [first, last] = [
    times.reduce((one, other) => Math.min(one, other)),
    times.reduce((one, other) => Math.max(one, other)),
  ];
  if (last > now.getTime()) throw invalid("sentAt lies in the future.");
  if (first < Date.UTC(2000, 0, 1)) throw invalid("sentAt lies before the year 2000.");
  await ensurePartitions(pool(), new Date(first), new Date(last));

  const read = given.map((message) => ({ message, number: readNumber(message.to, scope.account.defaultCountry) }));
  return db.transaction(async (tx) => {
    let imported = 0;
    if (read.length > CHUNK)
      await holdContacts(
        tx,
        scope,
        read.map(({ number }) => number.msisdn),
      );
    for (let start = 0; start < read.length; start += CHUNK)
      imported += await addChunk(tx, scope, read.slice(start, start + CHUNK), now);
    return { imported, repeated: given.length - imported };
  });
}

type Read = { message: Imported; number: NumberRead };

async function addChunk(tx: Transaction, scope: Scope, given: readonly Read[], now: Date): Promise<number> {
  const identified = given.map((read) => ({ ...read, id: uuid7s(read.message.sentAt, 1)[0]! }));
  const claimed = await claim(tx, scope, identified);
  const fresh = identified.filter(
    ({ message, id }) => message.reference === null || claimed.get(message.reference) === id,
  );
  const texts = await storeTexts(tx, scope, new Set(fresh.map(({ message }) => message.text)));
  const rows = fresh.map((read) => rowOf(scope, read, texts.get(read.message.text)!, now));
  await changeMessages(
    tx,
    scope,
    rows.map((after) => ({ before: null, after })),
  );
  const named = fresh.flatMap(({ message: { gateway, sentAt }, id }) =>
    gateway ? [{ gatewayId: gateway.id, reference: gateway.reference, sentAt, id }] : [],
  );
  await recordWithin(
    tx,
    scope,
    fresh.flatMap(({ message, id }) => told(message, id, now)),
  );
  await registerReferences(tx, scope, named);
  return rows.length;
}

/** What was known is a receipt as well where more may come, so that a weaker word which comes late changes nothing. */
function told(message: Imported, id: string, now: Date): Received[] {
  const { status, gateway, code, reason, confirmedAt, handedAt } = message;
  const pending = PENDING.some((each) => each === status);
  if (!gateway || status === "test" || status === "duplicate" || (!pending && !confirmedAt)) return [];
  const occurredAt = confirmedAt ?? handedAt ?? message.sentAt;
  const said = { key: "import", part: 0, meaning: status, refusal: false, code, reason, occurredAt, text: "" };
  return [{ gatewayId: gateway.id, receipt: { reference: id, ...said }, raw: null, receivedAt: now }];
}

/** @returns for each reference the id it belongs to; not ours where it was claimed before. */
async function claim(
  tx: Transaction,
  scope: Scope,
  given: readonly { message: Imported; id: string }[],
): Promise<Map<string, string>> {
  const claims = new Map<string, { accountId: number; reference: string; sentAt: Date; id: string }>();
  for (const { message, id } of given) {
    const { reference, sentAt } = message;
    if (reference !== null && !claims.has(reference))
      claims.set(reference, { accountId: scope.accountId, reference, sentAt, id });
  }
  if (claims.size === 0) return new Map();
  const sorted = [...claims.values()].sort((one, other) => (one.reference < other.reference ? -1 : 1));
  const insert = insertFrom(clientReferences, ["accountId", "reference", "sentAt", "id"], sorted);
  await tx.execute(sql`${insert} on conflict do nothing`);
  const owners = await tx
    .select({ reference: clientReferences.reference, id: clientReferences.id })
    .from(clientReferences)
    .where(
      and(
        eq(clientReferences.accountId, scope.accountId),
        sql`${clientReferences.reference} = any(${sql.param([...claims.keys()])}::text[])`,
      ),
    );
  return new Map(owners.map(({ reference, id }) => [reference, id]));
}

function rowOf(scope: Scope, { message, number, id }: Read & { id: string }, textId: number, now: Date): Message {
  const { segments, encoding } = segmentsOf(message.text);
  const cost = message.credits ?? decimal(BigInt(segments) * 10_000n);
  const free = message.status === "test" || message.status === "duplicate";
  const pending = PENDING.some((status) => status === message.status);
  const failed = FAILED.some((status) => status === message.status);
  return {
    accountId: scope.accountId,
    sentAt: message.sentAt,
    id,
    msisdn: number.msisdn,
    country: number.ok ? number.country : null,
    operator: number.ok ? originalOperator(number.msisdn) : null,
    sender: message.sender,
    textId,
    parameters: null,
    status: message.status,
    reason: failed ? (message.reason ?? "unknown") : null,
    code: failed ? message.code : null,
    segments,
    encoding,
    cost: free ? "0.0000" : cost,
    credits: free ? "0.0000" : cost,
    campaignId: null,
    label: message.label,
    subid: message.subid,
    reference: message.reference,
    gatewayId: message.gateway?.id ?? null,
    origin: "import",
    callbackTargetId: null,
    // What is still under way there is expired here as any other message would be.
    validUntil: pending ? new Date(message.sentAt.getTime() + scope.account.validityMinutes * 60_000) : null,
    handedAt: message.handedAt,
    confirmedAt: message.confirmedAt,
    updatedAt: now,
    receipts: 0,
    clicks: 0,
    robotClicks: 0,
    // History was paid where it was sent.
    prepaid: false,
    certified: null,
  };
}
