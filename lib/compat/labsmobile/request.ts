import { readCallbackUrl } from "@/lib/callbacks/address";
import { segmentsOf } from "@/lib/messages/segments";
import { placeholdersOf, renderTemplate } from "@/lib/messages/template";
import { storable } from "@/lib/storable";
import { type Fault, fault } from "./fault";

const MOST_RECIPIENTS = 10_000;
const MOST_UNITS = { gsm7: 459, ucs2: 500 };

/** A sending as a LabsMobile client asks for it. */
export type CompatSend = {
  /** May have placeholders for the recipients' parameters. */
  message: string;
  /** As written; whether it is a number is decided for each, and is no fault of the request. */
  recipients: readonly { msisdn: string; parameters: Readonly<Record<string, string>> | null }[];
  /** `tpoa` */
  sender: string | null;
  subid: string | null;
  label: string | null;
  test: boolean;
  ucs2: boolean;
  /** `nofilter` */
  allowDuplicates: boolean;
  scheduledAt: Date | null;
  shortlink: boolean;
  ackUrl: string | null;
  clickUrl: string | null;
  /** `crt`, `crt_id`, `crt_name`: certified messages; kept, nothing follows from them. */
  certified: { crt: string; id: string | null; name: string | null } | null;
};

/**
 * Reads the body of `POST /json/send`: an object (Node, Go), or an array with one (the PHP SDK).
 *
 * Lengths: up to 459 units of GSM-7, with `ucs2` up to 500. Upstream a text over 160 needs `long`; without it nobody
 * says what becomes of it, there is no code for it, and the PHP SDK never transmits it. So it is neither cut nor
 * refused, it goes out in parts. Beyond the maximum the answer is 51, ours. Accents and the like do need `ucs2` (27).
 */
export function readSend(body: Uint8Array): CompatSend | Fault {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return fault(11, "The JSON is not in UTF-8.");
  }
  if (text.trim() === "") return fault(10);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fault(11);
  }
  if (Array.isArray(json) && json.length === 0) return fault(10);
  const sending = Array.isArray(json) && json.length === 1 ? json[0] : json;
  return isObject(sending) ? read(sending) : fault(11, "The JSON must be one object.");
}

/**
 * Reads the query of `/get/send.php`: the same with other names. `msisdn` is a list with commas, or repeated.
 * @param query of `readQuery`, which knows the encodings of these clients.
 */
export function readGetSend(query: URLSearchParams): CompatSend | Fault {
  const numbers = query.getAll("msisdn").flatMap((list) => list.split(","));
  return read({
    ...Object.fromEntries(query),
    tpoa: query.get("sender") ?? query.get("tpoa"),
    recipient: numbers.filter((msisdn) => msisdn.trim() !== "").map((msisdn) => ({ msisdn })),
    parameters: null,
  });
}

type Json = Readonly<Record<string, unknown>>;

function read(given: Json): CompatSend | Fault {
  const message = word(given.message);
  if (message === null) return fault(20);
  if (message.trim() === "") return fault(21);
  const numbers = readRecipients(given.recipient);
  if ("code" in numbers) return numbers;
  const subid = word(given.subid) || null;
  if (subid !== null && subid.length > 20) return fault(28);
  const test = flag(given.test);
  const scheduledAt = readScheduled(given.scheduled);
  if (scheduledAt !== null && "code" in scheduledAt) return scheduledAt;
  if (scheduledAt !== null && test) return fault(41);
  const parametersOf = readParameters(given.parameters, placeholdersOf(message));
  if ("code" in parametersOf) return parametersOf;

  const ucs2 = flag(given.ucs2);
  const recipients = numbers.map((msisdn) => ({ msisdn, parameters: parametersOf(msisdn) }));
  const wrong = findUnsendable(message, recipients, ucs2);
  if (wrong) return wrong;
  const crt = word(given.crt) || null;
  return {
    message,
    recipients,
    sender: word(given.tpoa)?.trim() || null,
    subid,
    label: word(given.label)?.trim().slice(0, 255) || null,
    test,
    ucs2,
    allowDuplicates: flag(given.nofilter),
    scheduledAt,
    shortlink: flag(given.shortlink),
    ackUrl: readUrl(given.ackurl),
    clickUrl: readUrl(given.clickurl),
    certified: crt === null ? null : { crt, id: word(given.crt_id) || null, name: word(given.crt_name) || null },
  };
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Numbers are taken for texts: some clients send a subid, a number or a one-time code as one. */
function word(value: unknown): string | null {
  if (typeof value === "string") return storable(value);
  return typeof value === "number" ? String(value) : null;
}

/** Set unless it says no: who writes `"test": "yes"` means a test. */
const flag = (value: unknown) => ![undefined, null, false, 0, "0", "", "false"].includes(value as null);

function readRecipients(value: unknown): string[] | Fault {
  const list = isObject(value) ? [value] : value;
  if (!Array.isArray(list) || list.length === 0) return fault(23);
  if (list.length > MOST_RECIPIENTS)
    return fault(24, `There are too many recipients: ${list.length}, at most ${MOST_RECIPIENTS}.`);
  const numbers: string[] = [];
  for (const [index, each] of list.entries()) {
    const msisdn = isObject(each) ? word(each.msisdn)?.trim() : undefined;
    if (!msisdn) return fault(51, `Required data is missing: recipient ${index + 1} has no msisdn.`);
    numbers.push(msisdn);
  }
  return numbers;
}

/** `YYYY-MM-DD HH:MM:SS` in UTC; `null`: at once. */
function readScheduled(value: unknown): Date | null | Fault {
  const text = word(value)?.trim() ?? (value === undefined || value === null ? "" : "?");
  if (text === "") return null;
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return fault(39);
  const at = new Date(`${text.replace(" ", "T")}Z`);
  // JavaScript takes the 30th of February for the 1st of March or no date, so what is read must read the same again.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text.replace(" ", "T")) ? at : fault(39);
}

/** An address that cannot be called is left out: the message is worth more than its confirmation. */
const readUrl = (value: unknown): string | null => readCallbackUrl(word(value) ?? "");

type ParametersOf = (msisdn: string) => Record<string, string> | null;

/**
 * `[{"name":{"msisdn":"34600111222","value":"Ana"}},{"name":{"msisdn":"default","value":"Client"}}]`, bare or as
 * `{"parameters":[…]}`: a value of each name for each recipient, `default` for the others.
 */
function readParameters(value: unknown, names: readonly string[]): ParametersOf | Fault {
  if (value === undefined || value === null || value === "") return () => null;
  const list = isObject(value) ? value.parameters : value;
  const unreadable = fault(51, "Required data is missing: parameters cannot be read.");
  if (!Array.isArray(list)) return unreadable;
  const values = new Map(names.map((name) => [name, new Map<string, string>()]));
  for (const entry of list) {
    if (!isObject(entry)) return unreadable;
    for (const [name, given] of Object.entries(entry)) {
      const [msisdn, text] = isObject(given) ? [word(given.msisdn), word(given.value)] : [null, null];
      if (msisdn === null || text === null) return unreadable;
      values.get(name)?.set(comparable(msisdn), text);
    }
  }
  return (msisdn) => {
    const own = comparable(msisdn);
    const pairs = [...values].flatMap(([name, byNumber]) => {
      const text = byNumber.get(own) ?? byNumber.get("default");
      return text === undefined ? [] : [[name, text] as const];
    });
    return pairs.length > 0 ? Object.fromEntries(pairs) : null;
  };
}

const comparable = (msisdn: string) =>
  msisdn.trim() === "default" ? "default" : msisdn.replace(/\D/g, "").replace(/^00/, "");

function findUnsendable(message: string, recipients: CompatSend["recipients"], ucs2: boolean): Fault | null {
  const personal = recipients.some(({ parameters }) => parameters !== null);
  for (const { msisdn, parameters } of personal ? recipients : recipients.slice(0, 1)) {
    const { encoding, units } = segmentsOf(renderTemplate(message, parameters), { ucs2 });
    const whose = parameters === null ? "The message" : `The message to ${msisdn.slice(0, 20)}`;
    if (encoding === "ucs2" && !ucs2) return fault(27, `${whose} has characters that need ucs2.`);
    if (units > MOST_UNITS[encoding])
      return fault(51, `${whose} takes ${units} characters; at most ${MOST_UNITS[encoding]} can be sent.`);
  }
  return null;
}
