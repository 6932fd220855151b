import type { Reason } from "@/lib/messages/reasons";
import type { Meaning } from "@/lib/messages/status";

/** A request at `/receipts/TOKEN`, as it arrived. Kept raw with every receipt made of it. */
export type RawRequest = {
  method: string;
  /** Path and query exactly as received. */
  url: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  receivedAt: Date;
  /** The address it came from, for slowing down who guesses. */
  address: string;
};

/** One delivery receipt, understood. What could not be understood has meaning null and is shown raw. */
export type Receipt = {
  /** How the gateway names the message: our own id where we could pass one (Kannel), else the gateway's. */
  reference: string;
  /** Natural key of the event; see PROTOCOLS: Kannel `%I`. Redelivery of the same event has the same key. */
  key: string;
  part: number;
  meaning: Meaning | null;
  refusal: boolean;
  code: string | null;
  reason: Reason | null;
  /** When it happened, if the gateway says so in a zone that is known; null: the time of arrival is taken. */
  occurredAt: Date | null;
  /** The readable core of it for the timeline, at most 1 000 characters (Kannel: the text of the receipt). */
  text: string;
};

/** The gateway's own error codes (as they stand in its receipts) in our closed list; edited per gateway. */
export type ErrorTable = Readonly<Record<string, Reason>>;

/** A message on its way out. */
export type Outbound = {
  id: string;
  msisdn: string;
  sender: string;
  text: string;
  encoding: "gsm7" | "ucs2";
  segments: number;
  /** Minutes until the network gives up. */
  validityMinutes: number;
};

/**
 * accepted: the gateway took it, a receipt will tell · refused: it will never be sent, with code and reason ·
 * unavailable: certainly not taken (connection refused, 503), try again later · ambiguous: nobody knows whether it
 * was taken (connection broke after the request went out), never sent again.
 */
export type HandOver =
  | { result: "accepted"; reference: string | null }
  | { result: "refused"; code: string; reason: Reason; text: string }
  | { result: "unavailable"; text: string }
  | { result: "ambiguous"; text: string };
