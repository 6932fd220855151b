import type { z } from "zod";
import type { ErrorTable, RawRequest, Receipt } from "./gateway";

/** What a sender of receipts must be told: some repeat for hours what was answered with another body. */
export type ReceiverAnswer = { status: number; contentType: string; body: string };

/** `excerpt`: the receipt's own piece of a request that holds several, kept as its raw content. */
export type ReadReceipt = Receipt & { excerpt?: string };

/** What is missing in a request that tells nothing, in words for the operator. */
export type Unreadable = { unreadable: string };

/**
 * How one kind of gateway speaks at `/receipts/TOKEN`. Pure: the front door finds the gateway by its token, asks whether
 * the request is genuine, reads it, records what was read, and gives the answer after the commit.
 */
export type Receiver<Config = unknown> = {
  /** What reading needs of the gateway's settings, as kept in `gateways.config`. */
  config: z.ZodType<Config>;
  /**
   * Whether a signature that the settings ask for is right; true where the kind has none (its path is its secret).
   * @param publicUrl the configured address under which the gateway reaches us (PUBLIC_URL), never taken from headers.
   */
  isGenuine(request: RawRequest, config: Config, publicUrl: () => string): boolean;
  /** One request may hold many receipts (Infobip), or none of ours (an inbound message): then an empty list. */
  read(request: RawRequest, config: Config, errors: ErrorTable): ReadReceipt[] | Unreadable;
  answer(config: Config): ReceiverAnswer;
};

/** What most senders are content with. */
export const OK: ReceiverAnswer = { status: 200, contentType: "text/plain", body: "OK" };
