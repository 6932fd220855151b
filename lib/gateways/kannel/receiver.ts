import { OK, type Receiver } from "@/lib/gateways/receiver";
import { type KannelConfig, kannelConfig } from "./config";
import { readKannelReceipt } from "./receipt";

/** Kannel counts only 200 and 202 as received, and signs nothing. */
export const kannelReceiver: Receiver<KannelConfig> = {
  config: kannelConfig,
  isGenuine: () => true,
  read(request, _, errors) {
    const receipt = readKannelReceipt(request, errors);
    return "unreadable" in receipt ? receipt : [receipt];
  },
  answer: () => OK,
};
