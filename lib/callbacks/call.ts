import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { CallFault } from "./words";

/** How the caller sees the network around it; tests give another. */
export type Surroundings = {
  /** Every address of a host. @throws when it has none. */
  resolve(host: string): Promise<string[]>;
  mayCall(address: string): boolean;
  timeoutMs: number;
};

/** `excerpt`: the beginning of what was answered. */
export type Called =
  | { done: true; status: number; excerpt: string }
  | { done: false; fault: CallFault; status: number | null; excerpt: string };

const MOST_REDIRECTS = 3;
const LONGEST_EXCERPT = 500;

/**
 * Calls an address by GET and says what came of it; never throws. The host's name is looked up once, every address it
 * has must be one that may be called, and the connection goes to one of these: what the name says a moment later does
 * not count. The same for each redirect. Of the answer no more than its beginning is read.
 */
export async function call(
  url: string,
  headers: Readonly<Record<string, string>>,
  around: Surroundings,
): Promise<Called> {
  const deadline = AbortSignal.timeout(around.timeoutMs);
  let next = url;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const answer = await callOnce(next, headers, around, deadline);
    if ("fault" in answer) return { done: false, status: null, excerpt: "", fault: answer.fault };
    const { status, location, excerpt } = answer;
    if (status >= 200 && status < 300) return { done: true, status, excerpt };
    if (![301, 302, 303, 307, 308].includes(status)) return { done: false, fault: "answer", status, excerpt };
    if (location === undefined || !URL.canParse(location, next))
      return { done: false, fault: "redirects", status, excerpt };
    next = new URL(location, next).href;
  }
  return { done: false, fault: "redirects", status: null, excerpt: "" };
}

type Answer = { status: number; location: string | undefined; excerpt: string } | { fault: CallFault };

async function callOnce(
  url: string,
  headers: Readonly<Record<string, string>>,
  around: Surroundings,
  deadline: AbortSignal,
): Promise<Answer> {
  if (!URL.canParse(url)) return { fault: "address" };
  const target = new URL(url);
  if (target.protocol !== "http:" && target.protocol !== "https:") return { fault: "address" };
  const host = target.hostname.replace(/^\[|\]$/g, "");
  try {
    const addresses = isIP(host) ? [host] : await until(deadline, around.resolve(host));
    if (addresses.length === 0) return { fault: "dns" };
    if (!addresses.every((address) => around.mayCall(address))) return { fault: "address" };
    return await get(target, headers, addresses, deadline);
  } catch (error) {
    return { fault: deadline.aborted ? "timeout" : faultOf(error) };
  }
}

/** A look-up cannot be called back, but waiting for it can end. */
function until<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(deadline.reason);
    if (deadline.aborted) return stop();
    deadline.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => deadline.removeEventListener("abort", stop));
  });
}

function get(
  target: URL,
  headers: Readonly<Record<string, string>>,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<Exclude<Answer, { fault: CallFault }>> {
  const given = addresses.map((address) => ({ address, family: isIP(address) }));
  const options: RequestOptions = {
    headers: { accept: "*/*", "user-agent": "Acuse", ...headers },
    agent: false,
    signal,
    lookup: (_host, { all }, answer) => (all ? answer(null, given) : answer(null, given[0]!.address, given[0]!.family)),
  };
  return new Promise((resolve, reject) => {
    const send = target.protocol === "https:" ? httpsRequest : httpRequest;
    const request: ClientRequest = send(target, options, (response) => {
      readExcerpt(response).then((excerpt) => {
        resolve({ status: response.statusCode ?? 0, location: response.headers.location, excerpt });
        request.destroy();
      }, reject);
    });
    request.on("error", reject);
    request.end();
  });
}

async function readExcerpt(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= LONGEST_EXCERPT) break;
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, LONGEST_EXCERPT));
  return text.replaceAll("\0", "\ufffd");
}

function faultOf(error: unknown): CallFault {
  const { code = "" } = error as { code?: string };
  if (/^(ENOTFOUND|EAI_|ENODATA)/.test(code)) return "dns";
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code)) return "tls";
  return "connection";
}
