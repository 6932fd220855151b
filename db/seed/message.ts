import type { Receipt } from "@/lib/gateways/gateway";
import { judged, type StoredReceipt, storedAs } from "@/lib/ingest/judge-receipts";
import type { Message } from "@/lib/messages/change";
import { uuid7s } from "@/lib/messages/uuid7";
import { type Click, clicksOf } from "./clicks";
import { type Person, personOf } from "./countries";
import { type Event, fateOf, VALIDITY_MS } from "./fate";
import type { AccountPlan } from "./plan";
import { Random } from "./random";
import { LEAST_BETWEEN_REQUESTS_MS, MOST_BETWEEN_REQUESTS_MS, REQUEST, type Sending } from "./sendings";
import { type Link, type Written, writerOf } from "./write";

/** A message as it stands at the end of the data, with all that was received about it. */
export type Made = {
  /** Without textId and campaignId, which only the database knows. */
  message: Message;
  /** As it is stored: a template has its placeholders. */
  text: string;
  /** No other message carries this text. */
  alone: boolean;
  receipts: StoredReceipt[];
  /** What the network has yet to say, after the end of the data. */
  coming: { dueAt: Date; receipt: Receipt }[];
  clicks: Click[];
  link: Link | null;
};

/** The account that messages are made for; `serial` numbers its orders, so that no two are the same. */
export type Account = { plan: AccountPlan; accountId: number; gatewayId: number; now: Date; serial: number };

/** What the messages of one sending share while they are made. */
type Course = { account: Account; sending: Sending; random: Random; subid: string };
type Identity = { id: string; sentAt: Date };

/** The messages of a sending, one request after the other. Pure but for the account's serial number. */
export function* messagesOf(account: Account, sending: Sending): Generator<Made> {
  const { plan } = account;
  const random = Random.of(sending.seed);
  const course: Course = { account, sending, random, subid: random.letters("0123456789abcdef", 13) };
  const write = writerOf(account, sending, random);
  let previous: Made | undefined;
  let index = 0;
  for (const identity of identities(random, sending)) {
    const decision = decide(random, sending);
    if (decision === "duplicate" && previous) previous = repetitionOf(previous, identity);
    else {
      const person = personOf(plan.seed, (sending.first + index) % plan.people, plan.countries);
      const written = write(person);
      const message = accepted(course, identity, person, written);
      const waiting = (index * 1_000) / sending.pace;
      previous =
        decision === "processed" || decision === "duplicate"
          ? travelled(course, message, person, written, waiting)
          : turnedAway(message, written, decision);
    }
    index++;
    yield previous;
  }
}

/** The messages of one request share its instant; the next request comes about a second later. */
function* identities(random: Random, { at, recipients }: Sending): Generator<Identity> {
  let sentAt = at;
  for (let done = 0; done < recipients; done += REQUEST) {
    for (const id of uuid7s(sentAt, Math.min(REQUEST, recipients - done), (size) => random.bytes(size)))
      yield { id, sentAt };
    sentAt = new Date(
      sentAt.getTime() + Math.floor(random.between(LEAST_BETWEEN_REQUESTS_MS, MOST_BETWEEN_REQUESTS_MS)),
    );
  }
}

type Decision = "processed" | "test" | "duplicate" | "invalid_number" | "blacklist";

/** What acceptance would decide. Texts made up for each recipient are never repeated. */
function decide(random: Random, { test, campaign, carriage }: Sending): Decision {
  const drawn = random.next();
  if (test) return "test";
  if (campaign === null) return "processed";
  if (drawn < 0.003) return "invalid_number";
  if (drawn < 0.005) return "blacklist";
  return drawn < 0.009 && carriage !== "own" ? "duplicate" : "processed";
}

/** As it is recorded at acceptance, waiting for its gateway. */
function accepted({ account, sending, subid }: Course, identity: Identity, person: Person, written: Written): Message {
  const { id, sentAt } = identity;
  const { parameters, segmentation } = written;
  const cost = `${segmentation.segments}.0000`;
  // The client's own name of a single message, as a shop's programs give it.
  const reference = sending.campaign === null && parameters?.order ? `order-${parameters.order}` : null;
  // One literal: spread together, ten million of these would take minutes more.
  return {
    accountId: account.accountId,
    sentAt,
    id,
    msisdn: person.msisdn,
    country: person.country,
    operator: person.operator,
    sender: sending.sender,
    textId: 0,
    parameters,
    status: "processed",
    reason: null,
    code: null,
    segments: segmentation.segments,
    encoding: segmentation.encoding,
    cost,
    credits: cost,
    campaignId: null,
    label: sending.label,
    subid,
    reference,
    gatewayId: account.gatewayId,
    origin: sending.origin,
    callbackTargetId: null,
    validUntil: new Date(sentAt.getTime() + VALIDITY_MS),
    handedAt: null,
    confirmedAt: null,
    updatedAt: sentAt,
    receipts: 0,
    clicks: 0,
    robotClicks: 0,
    prepaid: false,
    certified: null,
  };
}

const NOTHING = { receipts: [], coming: [], clicks: [], link: null };

/** The recipient stands twice in the list. */
const repetitionOf = ({ message, text, alone }: Made, identity: Identity): Made => ({
  ...NOTHING,
  ...{ text, alone },
  message: unsent({ ...message, ...identity }, "duplicate", null),
});

/** What never leaves the platform costs nothing and has no gateway. */
function unsent(message: Message, status: "test" | "duplicate" | "rejected", reason: string | null): Message {
  return {
    ...message,
    ...{ status, reason, code: null, cost: "0.0000", credits: "0.0000", gatewayId: null, validUntil: null },
    ...{ handedAt: null, confirmedAt: null, updatedAt: message.sentAt, receipts: 0, clicks: 0, robotClicks: 0 },
  };
}

function turnedAway(message: Message, { text, alone }: Written, why: "test" | "invalid_number" | "blacklist"): Made {
  const none = { ...NOTHING, text, alone };
  if (why === "test") return { ...none, message: unsent(message, "test", null) };
  if (why === "blacklist") return { ...none, message: unsent(message, "rejected", why) };
  const cut = { ...message, msisdn: message.msisdn.slice(0, 6), country: null, operator: null };
  return { ...none, message: unsent(cut, "rejected", why) };
}

/** A message that was handed over, as it stands at the end of the data. */
function travelled(course: Course, message: Message, person: Person, written: Written, waiting: number): Made {
  const { account, sending, random } = course;
  const handedAt = new Date(message.sentAt.getTime() + 20 + random.below(280));
  const { text, alone, link } = written;
  const events = fateOf(random, message, person, waiting);
  const heard = hear(account, { ...message, handedAt, updatedAt: handedAt }, events);
  const clicks = link ? clicksOf(random, heard.message, link.code, sending.clicking, account.now) : [];
  if (clicks.length > 0) count(heard.message, clicks);
  return { text, alone, link, ...heard, clicks };
}

function count(message: Message, clicks: readonly Click[]): void {
  message.robotClicks = clicks.filter(({ robot }) => robot).length;
  message.clicks = clicks.length - message.robotClicks;
}

/** Records what has been said until now by the rule of receipts; the rest is still to come. */
function hear({ now, gatewayId }: Account, message: Message, events: readonly Event[]) {
  const receipts: StoredReceipt[] = [];
  const coming: Made["coming"] = [];
  for (const { afterMs, receipt, repeats, sweep } of events) {
    const receivedAt = new Date(message.sentAt.getTime() + afterMs);
    if (receivedAt <= now) {
      const raw = sweep ? null : `SIMULATED ${receipt.text}`;
      receipts.push({ ...storedAs(message, { gatewayId, receipt, raw, sweep, receivedAt }, receipts), repeats });
    } else if (!sweep) coming.push({ dueAt: receivedAt, receipt });
  }
  const last = receipts.at(-1);
  return { message: last ? judged(message, receipts, last.receivedAt) : message, receipts, coming };
}
