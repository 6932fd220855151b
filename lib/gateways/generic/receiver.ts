import { OK, type Receiver } from "@/lib/gateways/receiver";
import { type GenericConfig, genericConfig } from "./config";
import { findReceipts } from "./receipt";

/** Any other gateway, read as its settings say. */
export const genericReceiver: Receiver<GenericConfig> = {
  config: genericConfig,
  isGenuine: () => true,
  read(request, config, errors) {
    const found = findReceipts(request, config, errors);
    if ("unreadable" in found) return found;
    return found.map(({ receipt, element }) =>
      element === undefined ? receipt : { ...receipt, excerpt: JSON.stringify(element) },
    );
  },
  answer: ({ answer }) => ({ ...OK, body: answer }),
};
