import type { Fault } from "./fault";
import type { ackOf } from "./status";

export type Answer = { status: number; headers: Readonly<Record<string, string>>; body: string };

/** Some clients look for errors in HTTP 200 only; an account can ask for it. */
export type Manner = { always200: boolean };

const SENT = "Message has been successfully sent";

/*
 * Types matter: the official client wants the code of a sending as text and that of a balance as number, and takes
 * anything else for an error.
 */

/** The answer to `POST /json/send`. */
export function answerSend(said: { subid: string } | Fault, manner: Manner): Answer {
  if (isFault(said)) return json({ ...said, code: String(said.code) }, statusOf(said, manner));
  return json({ code: "0", message: SENT, subid: said.subid });
}

/** The answer to `GET /json/balance`. @param said.credits decimal text */
export function answerBalance(said: { credits: string } | Fault, manner: Manner): Answer {
  if (isFault(said)) return json(said, statusOf(said, manner));
  return json({ code: 0, credits: shortened(said.credits) });
}

/** The answer to `POST /json/ack`: everything as text. */
export function answerAck(said: Ack | Fault, manner: Manner): Answer {
  if (isFault(said)) return json({ ...said, code: String(said.code) }, statusOf(said, manner));
  return json({ code: "0", ...said, credits: shortened(said.credits) });
}

export type Price = { isocode: string; prefix: string; name: string; credits: number };

/** The answer to `POST /json/prices`: a map by country, without a code. */
export function answerPrices(said: Record<string, Price> | Fault, manner: Manner): Answer {
  return isFault(said) ? json({ ...said, code: String(said.code) }, statusOf(said as Fault, manner)) : json(said);
}

/** The answer to `POST /json/scheduled`, with the code as number. */
export function answerScheduled(said: "cancelled" | "sent" | Fault, manner: Manner): Answer {
  if (typeof said !== "string") return json(said, statusOf(said, manner));
  return json({ code: 0, message: `Scheduled messages successfully ${said}.` });
}

/*
 * The GET family answers XML and always 200: its clients read the body only, and PHP gives them none with another
 * status. Their parsers want the code without blanks around it.
 */

/** The answer to `/get/send.php`. */
export function answerGetSend(said: { subid: string } | Fault): Answer {
  return xml(isFault(said) ? said : { code: 0, message: SENT, subid: said.subid });
}

/** The answer to `/get/balance.php`, whose form upstream is not known. @param said.credits decimal text */
export function answerGetBalance(said: { credits: string } | Fault): Answer {
  return xml(isFault(said) ? said : { code: 0, message: "Balance of the account", credits: shortened(said.credits) });
}

/** The answer to `/get/ack.php`: `status` and `desc` are direct children of the root, as one client reads them. */
export function answerGetAck(said: Ack | Fault): Answer {
  return xml(isFault(said) ? { ...said, status: "error", desc: said.message } : { code: 0, ...said });
}

type Ack = ReturnType<typeof ackOf>;

const isFault = (said: object): said is Fault => "code" in said;

/** What was seen of the live service: 400 for what was asked, 401 for who asked; our own failures are 500. */
function statusOf({ code }: Fault, { always200 }: Manner): number {
  if (always200) return 200;
  if (code === 401 || code === 403) return 401;
  return code === 30 ? 500 : 400;
}

/** Two decimals at least: `33.0200` is `33.02`, `33.0000` is `33.00`. */
const shortened = (credits: string) => credits.replace(/(\.\d\d\d*?)0+$/, "$1");

function json(body: object, status = 200): Answer {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (status === 401) headers["WWW-Authenticate"] = 'Basic realm="API", charset="UTF-8"';
  return { status, headers, body: JSON.stringify(body) };
}

function xml(elements: Readonly<Record<string, string | number>>): Answer {
  const inner = Object.entries(elements).map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<response>${inner.join("")}</response>`;
  return { status: 200, headers: { "Content-Type": "text/xml; charset=utf-8" }, body };
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** What XML 1.0 has no place for is replaced. */
const escaped = (text: string) =>
  text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>]/g, (character) => ENTITIES[character]!);
