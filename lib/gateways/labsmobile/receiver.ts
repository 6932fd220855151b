import { OK, type Receiver } from "@/lib/gateways/receiver";
import { type LabsmobileConfig, labsmobileConfig } from "./config";
import { readLabsmobileReceipt } from "./receipt";

export const labsmobileReceiver: Receiver<LabsmobileConfig> = {
  config: labsmobileConfig,
  isGenuine: () => true,
  read(request, config, errors) {
    const receipt = readLabsmobileReceipt(request, config, errors);
    return "unreadable" in receipt ? receipt : [receipt];
  },
  answer: () => OK,
};
