import { z } from "zod";
import type { RunningApp, TestAccount } from "./app";

/** What the tests rely on of `/api/v1`; it may say more. */
const acceptance = z.object({
  subid: z.string(),
  campaignId: z.int().nullable(),
  messages: z.array(z.object({ id: z.uuid(), to: z.string(), msisdn: z.string(), status: z.string() })),
});
const message = z.object({
  id: z.uuid(),
  msisdn: z.string(),
  status: z.string(),
  sender: z.string(),
  text: z.string(),
  subid: z.string().nullable(),
  label: z.string().nullable(),
  reason: z.string().nullable(),
  code: z.string().nullable(),
  credits: z.string(),
});
export type Message = z.infer<typeof message>;
const receipt = z.object({
  meaning: z.string().nullable(),
  verdict: z.string(),
  repeats: z.int(),
  text: z.string(),
  raw: z.string().nullable(),
});
const detail = message.extend({ receipts: z.array(receipt) });
const list = z.object({ messages: z.array(message), next: z.string().nullable() });

export type Acceptance = z.infer<typeof acceptance>;

/** The native API, with an account's key. */
export function apiOf({ url }: RunningApp, { key }: TestAccount) {
  const call = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const response = await fetch(`${url}/api/v1${path}`, { ...init, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${init.method ?? "GET"} ${path}: ${response.status} ${text}`);
    return { status: response.status, body: JSON.parse(text) as unknown };
  };
  const get = async (id: string) => detail.parse((await call(`/messages/${id}`)).body);
  return {
    async send(request: Record<string, unknown>): Promise<Acceptance> {
      const { status, body } = await call("/messages", { method: "POST", body: JSON.stringify(request) });
      if (status !== 202) throw new Error(`POST /messages: ${status} instead of 202`);
      return acceptance.parse(body);
    },
    get,
    statusOf: async (id: string) => (await get(id)).status,
    /** What a program knows of messages that no gateway has told. */
    report: async (receipts: readonly { id: string; status: string }[]) => {
      if (receipts.length > 0) await call("/receipts", { method: "POST", body: JSON.stringify({ receipts }) });
    },
    list: async (query: string) => list.parse((await call(`/messages?${query}`)).body),
  };
}
