import http from "node:http";
import https from "node:https";
import type { HandOver, Outbound } from "@/lib/gateways/gateway";
import type { Reason } from "@/lib/messages/reasons";
import type { KannelConfig } from "./config";

const TIMEOUT_MS = 10_000;
const LONGEST_ANSWER = 4096;
/** Delivered, failed, buffered, accepted and refused by the SMSC; the finer types come with them. */
const EVERY_RECEIPT = "31";

/** What `readKannelReceipt` reads; the names are ours, the values Kannel's escapes. */
const ESCAPES = "d=%d&fid=%F&smsc=%i&ts=%T&to=%p&from=%P&eid=%I&a=%A";

// Idle connections are closed long before Kannel does it: a request on one that it is just closing is ambiguous.
const agents = {
  "http:": new http.Agent({ keepAlive: true, maxSockets: 20, timeout: 2000 }),
  "https:": new https.Agent({ keepAlive: true, maxSockets: 20, timeout: 2000 }),
};

/**
 * The request that hands a message to Kannel. Kannel returns no id of its own, so ours travels in the `dlr-url`, with
 * the parts we expect (see `readKannelReceipt`).
 *
 * @param receiptUrl where receipts are wanted, with the gateway's token; its own escapes are kept from Kannel's.
 */
export function sendsmsUrl(config: KannelConfig, message: Outbound, receiptUrl: string): URL {
  const url = new URL(config.url);
  if (url.pathname === "/") url.pathname = "/cgi-bin/sendsms";
  const receipts = `${receiptUrl}${receiptUrl.includes("?") ? "&" : "?"}ref=${message.id}&n=${message.segments}`;
  const parameters: Record<string, string | undefined> = {
    username: config.username,
    password: config.password,
    smsc: config.smscId,
    from: message.sender || undefined,
    to: `+${message.msisdn}`,
    text: message.text,
    charset: "UTF-8",
    coding: message.encoding === "ucs2" ? "2" : "0",
    validity: String(message.validityMinutes),
    "dlr-mask": EVERY_RECEIPT,
    "dlr-url": `${receipts.replaceAll("%", "%%")}&${ESCAPES}`,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

/**
 * Hands one message to Kannel. Never throws, never takes longer than the timeout, never tries twice: sendsms is not
 * idempotent, and only the caller knows what was committed.
 */
export async function handOver(
  config: KannelConfig,
  message: Outbound,
  receiptUrl: string,
  { timeoutMs = TIMEOUT_MS } = {},
): Promise<HandOver> {
  const call = await get(sendsmsUrl(config, message, receiptUrl), timeoutMs);
  if ("status" in call) return judge(call.status, call.body);
  return { result: call.written ? "ambiguous" : "unavailable", text: call.text };
}

/**
 * smsbox's answers. Only what is known to concern this one message burns it; a wrong password or address, or an answer
 * of something else that stands before Kannel, keeps it waiting, unless the message may have been taken.
 */
function judge(status: number, body: string): HandOver {
  const text = `Kannel answered ${status}: ${body.replace(/\s+/g, " ").trim().slice(0, 200)}`;
  if (status === 202 || (status === 200 && /^(?:[03]: |Sent\.)/.test(body)))
    return { result: "accepted", reference: null };
  const refusal = REFUSALS.find(({ says }) => body.startsWith(says));
  if (refusal && (status === 400 || status === 403))
    return { result: "refused", code: String(status), reason: refusal.reason, text };
  const taken = status < 300 || (status >= 500 && status !== 503 && !body.startsWith("Sending failed."));
  return { result: taken ? "ambiguous" : "unavailable", text };
}

const REFUSALS: readonly { says: string; reason: Reason }[] = [
  { says: "Not routable. Do not try again.", reason: "unknown" },
  // A white list may be a trial system's, so the number is not called blocked: nobody is to clean it away.
  { says: "Number(s) has/have been denied by white- and/or black-lists.", reason: "filtered" },
  { says: "Missing receiver number", reason: "invalid_number" },
  { says: "Empty receiver number", reason: "invalid_number" },
  { says: "Sender missing", reason: "invalid_sender" },
  { says: "Charset or body misformed", reason: "filtered" },
];

type Call = { status: number; body: string } | { written: boolean; text: string };

function get(url: URL, timeoutMs: number): Promise<Call> {
  return new Promise((resolve) => {
    let written = false;
    const { request: open } = url.protocol === "https:" ? https : http;
    const request = open(url, { agent: agents[url.protocol as keyof typeof agents] });
    const fail = (text: string) => {
      clearTimeout(timer);
      request.destroy();
      resolve({ written, text });
    };
    const timer = setTimeout(() => fail(`Kannel did not answer within ${timeoutMs / 1000} seconds`), timeoutMs);
    request.on("socket", (socket) => {
      // A socket of the agent's may be open already; a new one sends nothing before it is.
      if (!socket.connecting) written = true;
      else socket.once("encrypted" in socket ? "secureConnect" : "connect", () => (written = true));
    });
    request.on("error", (error) =>
      fail(`Kannel could not be asked: ${error.message || (error as NodeJS.ErrnoException).code}`),
    );
    request.on("response", (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        if (body.length < LONGEST_ANSWER) body += chunk;
      });
      response.on("error", (error) => fail(`Kannel's answer broke off: ${error.message}`));
      response.on("end", () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, body: body.slice(0, LONGEST_ANSWER) });
      });
    });
    request.end();
  });
}
