import { z } from "zod";
import { OK, type Receiver } from "@/lib/gateways/receiver";
import { readKannelReceipt } from "./receipt";

/**
 * Kannel counts only 200 and 202 as received, and signs nothing. Its settings say how to send; a receipt is read without
 * them, so that it is kept even where they are wrong.
 */
export const kannelReceiver: Receiver = {
  config: z.unknown(),
  isGenuine: () => true,
  read(request, _, errors) {
    const receipt = readKannelReceipt(request, errors);
    return "unreadable" in receipt ? receipt : [receipt];
  },
  answer: () => OK,
};
