import type { RawRequest } from "./gateway";
import type { ReceiverAnswer, Unreadable } from "./receiver";

/** A text that somebody sent to us, as the gateway tells it. */
export type Inbound = {
  /** Natural key of the event: handed on again, it is the same. */
  key: string;
  /** The person's number, as written. */
  from: string;
  /** Our own number or short code, as written. */
  to: string;
  text: string;
  /** One of several pieces that make one text; `whole` is what they share. */
  piece?: { whole: string; part: number; total: number };
};

/** `excerpt`: the text's own piece of a request that holds several, kept as its raw content. */
export type ReadInbound = Inbound & { excerpt?: string };

/** How one kind of gateway hands on texts at `/inbound/TOKEN`. Pure; whether a request is genuine, its receiver tells. */
export type InboundReader<Config = unknown> = {
  /** An empty list for what is no text of a person (a delivery receipt that came here). */
  read(request: RawRequest, config: Config): ReadInbound[] | Unreadable;
  answer(config: Config): ReceiverAnswer;
};

/** How much of a text and of a number is kept; a joined text has at most 255 pieces, far fewer in practice. */
export const LONGEST_INBOUND = { text: 5_000, number: 40 } as const;
