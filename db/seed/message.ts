import type { Receipt } from "@/lib/gateways/gateway";
import { judged, type StoredReceipt, storedAs } from "@/lib/ingest/judge-receipts";
import type { Message } from "@/lib/messages/change";
import { type Segmentation, segmentsOf } from "@/lib/messages/segments";
import { placeholdersOf, renderTemplate } from "@/lib/messages/template";
import { uuid7s } from "@/lib/messages/uuid7";
import { type Click, clicksOf } from "./clicks";
import { type Person, personOf } from "./countries";
import { type Event, fateOf, VALIDITY_MS } from "./fate";
import type { AccountPlan, Sending } from "./plan";
import { Random } from "./random";
import { NAMES } from "./texts";

/** Where the sample's short links are; in a text, an address that answers nobody. */
const SHORT_HOST = "acu.example";
/** Messages of one request: they share an instant. */
const REQUEST = 1_000;
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export type Link = { code: string; url: string };

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

/** The messages of a sending, one request after the other. Pure but for the account's serial number. */
export function* messagesOf(account: Account, sending: Sending): Generator<Made> {
  const { plan } = account;
  const random = Random.of(sending.seed);
  const subid = random.letters("0123456789abcdef", 13);
  const template = fill(sending.template.text, sending.fills);
  const writer = writerOf(account, sending, random, template);
  let previous: Made | undefined;
  let index = 0;
  for (const { id, sentAt } of identities(random, sending)) {
    const fate = decide(random, sending);
    if (fate === "duplicate" && previous) {
      previous = repetitionOf(previous, id, sentAt);
    } else {
      const person = personOf(plan.seed, (sending.first + index) % plan.people, plan.countries);
      const written = writer(person);
      const message = accepted(account, sending, subid, id, sentAt, person, written);
      const waiting = (index * 1_000) / sending.pace;
      previous = { ...written, ...settled(account, sending, random, message, person, written, fate, waiting) };
    }
    index++;
    yield previous;
  }
}

/** The messages of one request share its instant; the next request comes about a second later. */
function* identities(random: Random, { at, recipients }: Sending): Generator<{ id: string; sentAt: Date }> {
  let sentAt = at;
  for (let done = 0; done < recipients; done += REQUEST) {
    for (const id of uuid7s(sentAt, Math.min(REQUEST, recipients - done), (size) => random.bytes(size)))
      yield { id, sentAt };
    sentAt = new Date(sentAt.getTime() + 600 + random.below(900));
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

type Written = Pick<Made, "text" | "alone" | "link"> & {
  parameters: Record<string, string> | null;
  segmentation: Segmentation;
};

/** How the texts of a sending are made; what is the same for all recipients is counted once. */
function writerOf(account: Account, sending: Sending, random: Random, template: string): (to: Person) => Written {
  const names = placeholdersOf(template);
  const own = sending.carriage === "own";
  const same = { text: template, parameters: null, alone: false, link: null, segmentation: segmentsOf(template) };
  if (sending.carriage === "same") return () => same;
  const value = (name: string, person: number, code: string | null): string => {
    switch (name) {
      case "name":
        return NAMES[sending.language][person % NAMES[sending.language].length]!;
      case "order":
        return String(100_000 + account.serial++);
      case "code":
        return String(100_000 + random.below(900_000));
      case "points":
        return String(10 * (1 + random.below(90)));
      case "time":
        return `${9 + random.below(10)}:${random.pick(["00", "15", "30", "45"])}`;
      case "link":
        return `${SHORT_HOST}/r/${base62(account.accountId)}${code}`;
      default:
        throw new Error(`Nobody knows what to put for %${name}%.`);
    }
  };
  return ({ index }) => {
    const code = names.includes("link") ? random.letters(LETTERS, 8) : null;
    const parameters: Record<string, string> = {};
    for (const name of names) parameters[name] = value(name, index, code);
    const rendered = renderTemplate(template, parameters);
    return {
      text: own ? rendered : template,
      parameters: own ? null : parameters,
      alone: own,
      link: code === null ? null : { code, url: sending.target },
      segmentation: segmentsOf(rendered),
    };
  };
}

/** As it is recorded at acceptance, waiting for its gateway. */
function accepted(
  { accountId, gatewayId }: Account,
  { sender, label, origin, campaign }: Sending,
  subid: string,
  id: string,
  sentAt: Date,
  { msisdn, country, operator }: Person,
  { parameters, segmentation: { segments, encoding } }: Written,
): Message {
  const cost = `${segments}.0000`;
  // The client's own name of a single message, as a shop's programs give it.
  const reference = campaign === null && parameters?.order ? `order-${parameters.order}` : null;
  // One literal: spread together, ten million of these would take minutes more.
  return {
    accountId,
    sentAt,
    id,
    msisdn,
    country,
    operator,
    sender,
    textId: 0,
    parameters,
    status: "processed",
    reason: null,
    code: null,
    segments,
    encoding,
    cost,
    credits: cost,
    campaignId: null,
    label,
    subid,
    reference,
    gatewayId,
    origin,
    validUntil: new Date(sentAt.getTime() + VALIDITY_MS),
    handedAt: null,
    confirmedAt: null,
    updatedAt: sentAt,
    receipts: 0,
    clicks: 0,
    robotClicks: 0,
  };
}

/** The recipient stands twice in the list. */
const repetitionOf = ({ message, text, alone }: Made, id: string, sentAt: Date): Made => ({
  ...{ text, alone, receipts: [], coming: [], clicks: [], link: null },
  message: unsent({ ...message, id, sentAt }, "duplicate", null),
});

/** What never leaves the platform costs nothing and has no gateway. */
function unsent(message: Message, status: "test" | "duplicate" | "rejected", reason: string | null): Message {
  return {
    ...message,
    ...{ status, reason, code: null, cost: "0.0000", credits: "0.0000", gatewayId: null, validUntil: null },
    ...{ handedAt: null, confirmedAt: null, updatedAt: message.sentAt, receipts: 0, clicks: 0, robotClicks: 0 },
  };
}

/** The message as it stands at the end of the data. */
function settled(
  account: Account,
  sending: Sending,
  random: Random,
  message: Message,
  person: Person,
  { link }: Written,
  fate: Decision,
  waiting: number,
): Pick<Made, "message" | "receipts" | "coming" | "clicks" | "link"> {
  const nothing = { receipts: [], coming: [], clicks: [], link: null };
  switch (fate) {
    case "test":
      return { ...nothing, message: unsent(message, "test", null) };
    case "invalid_number": {
      const cut = { ...message, msisdn: message.msisdn.slice(0, 6), country: null, operator: null };
      return { ...nothing, message: unsent(cut, "rejected", "invalid_number") };
    }
    case "blacklist":
      return { ...nothing, message: unsent(message, "rejected", "blacklist") };
  }
  const handedAt = new Date(message.sentAt.getTime() + 20 + random.below(280));
  const heard = hear(
    account,
    { ...message, handedAt, updatedAt: handedAt },
    fateOf(random, { ...message, gatewayId: account.gatewayId }, person, waiting),
  );
  const clicks = link ? clicksOf(random, heard.message, link.code, sending.clicking, account.now) : [];
  if (clicks.length === 0) return { ...heard, clicks, link };
  const robotClicks = clicks.filter(({ robot }) => robot).length;
  const updatedAt = new Date(Math.max(heard.message.updatedAt.getTime(), clicks.at(-1)!.at.getTime()));
  const message_ = { ...heard.message, clicks: clicks.length - robotClicks, robotClicks, updatedAt };
  return { ...heard, message: message_, clicks, link };
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

const fill = (text: string, fills: Readonly<Record<string, string>>) =>
  text.replace(/\{(\w+)\}/g, (written, name: string) => fills[name] ?? written);

function base62(number: number): string {
  let text = "";
  for (let left = number; left > 0 || text === ""; left = Math.floor(left / 62)) text = LETTERS[left % 62] + text;
  return text;
}
