import { setTimeout as sleep } from "node:timers/promises";
import type { RunningApp, TestAccount } from "./app";
import { type FakeKannel, startFakeKannel } from "./fake-kannel";

/*
 * What clients, a gateway and visitors do at once, each as its kind does: a client repeats a request until it is
 * answered, a gateway its receipt; a visitor asks once and goes on.
 */

const SENDERS = 3;
const GATEWAY_LANES = 6;
const VISITORS = 4;
const A_REQUEST = 5;
/** A visitor waits 50 ms at most for his visit to be written; timers may be a little early. */
export const PATIENCE_MS = 45;
const AGAIN_MS = 50;
const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

export type Visited = { code: string; answeredAt: number; ms: number };

export type Traffic = {
  kannel: FakeKannel;
  /** Reference of the client → id as answered. */
  accepted: ReadonlyMap<string, string>;
  /** Keys of the receipts that were answered. */
  confirmed: ReadonlySet<string>;
  /** Visits that were answered with a redirect. */
  visited: readonly Visited[];
  /** Answers by status; "none" where the connection broke, and "503" without a Retry-After as "503 bare". */
  answers: ReadonlyMap<string, number>;
  answered(): number;
  /**
   * Begins nothing new, repeats what was not answered until it is, and ends when everything has gone its way.
   * @param waiting how many messages still wait to be handed over
   */
  finish(waiting: () => Promise<number>): Promise<void>;
  stop(): Promise<void>;
};

/** @param connect gives the account its Kannel and answers the path that receipts come to */
export async function startTraffic(
  { url }: RunningApp,
  { key }: TestAccount,
  connect: (kannel: FakeKannel) => Promise<string>,
): Promise<Traffic> {
  const accepted = new Map<string, string>();
  const confirmed = new Set<string>();
  const visited: Visited[] = [];
  const answers = new Map<string, number>();
  const receipts: { id: string; type: 1 | 8; event: string }[] = [];
  const links: string[] = [];
  let requests = 0;
  let answered = 0;
  let more = true;
  let sending = SENDERS;
  /** All is sent and has gone out: whoever finds nothing to do now never will. */
  let settled = false;
  let stopped = false;

  const kannel = await startFakeKannel((id, text) => {
    for (const type of [8, 1] as const) receipts.push({ id, type, event: crypto.randomUUID() });
    const [, code] = /\/r\/(\w+)/.exec(text) ?? [];
    if (code) links.push(code);
  });
  const receiptUrl = url + (await connect(kannel));

  async function ask(address: string, init: RequestInit = {}): Promise<{ status: number; text: string } | null> {
    try {
      const response = await fetch(address, { ...init, redirect: "manual" });
      const text = await response.text();
      const bare = response.status === 503 && !response.headers.has("retry-after") ? " bare" : "";
      count(`${response.status}${bare}`);
      answered++;
      return { status: response.status, text };
    } catch {
      count("none");
      return null;
    }
  }
  const count = (answer: string) => answers.set(answer, (answers.get(answer) ?? 0) + 1);

  async function insist(address: string, init?: RequestInit): Promise<string> {
    for (;;) {
      const answer = await ask(address, init);
      if (answer && answer.status < 300) return answer.text;
      if (stopped) throw new Error("The traffic was stopped.");
      await sleep(AGAIN_MS);
    }
  }

  async function sender(): Promise<void> {
    while (more) {
      const number = requests++;
      const messages = Array.from({ length: A_REQUEST }, (_, i) => ({
        to: `346${String(number * A_REQUEST + i).padStart(8, "0")}`,
        text: "Tu pedido %order%: https://example.com/pedidos",
        parameters: { order: `${number}-${i}` },
        reference: `r-${number}-${i}`,
      }));
      const headers = {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        ...(number % 2 ? { "idempotency-key": `k-${number}` } : {}),
      };
      const body = JSON.stringify({ messages, sender: "SHOP", shortLinks: true });
      const told = JSON.parse(await insist(`${url}/api/v1/messages`, { method: "POST", headers, body }));
      for (const { reference, id } of told.messages) accepted.set(reference, id);
    }
    sending--;
  }

  async function gateway(): Promise<void> {
    for (;;) {
      const next = receipts.shift();
      if (stopped || (!next && settled)) return;
      if (!next) {
        await sleep(AGAIN_MS);
        continue;
      }
      const query = { ref: next.id, n: "1", d: String(next.type), fid: "1", eid: next.event, a: "id:1 stat:DELIVRD" };
      await insist(`${receiptUrl}?${new URLSearchParams(query)}`);
      confirmed.add(next.event);
    }
  }

  async function visitor(): Promise<void> {
    for (;;) {
      const code = links.shift();
      if (stopped || (!code && settled)) return;
      if (!code) {
        await sleep(AGAIN_MS);
        continue;
      }
      const askedAt = performance.now();
      const headers = { "user-agent": PHONE, "accept-language": "es-ES" };
      const answer = await ask(`${url}/r/${code}`, { headers });
      const answeredAt = performance.now();
      if (answer?.status === 302) visited.push({ code, answeredAt, ms: answeredAt - askedAt });
      else if (answer === null) await sleep(AGAIN_MS);
    }
  }

  const lanes = [
    ...Array.from({ length: SENDERS }, sender),
    ...Array.from({ length: GATEWAY_LANES }, gateway),
    ...Array.from({ length: VISITORS }, visitor),
  ];
  return {
    ...{ kannel, accepted, confirmed, visited, answers },
    answered: () => answered,
    async finish(waiting) {
      more = false;
      while (sending > 0 || (await waiting()) > 0) await sleep(AGAIN_MS);
      settled = true;
      await Promise.all(lanes);
    },
    async stop() {
      [more, stopped] = [false, true];
      await Promise.allSettled(lanes);
      await kannel.stop();
    },
  };
}
