import { OK, type Receiver } from "@/lib/gateways/receiver";
import { type VonageConfig, vonageConfig } from "./config";
import { readVonageReceipts } from "./receipt";
import { isSignedByVonage } from "./signature";

export const vonageReceiver: Receiver<VonageConfig> = {
  config: vonageConfig,
  isGenuine: isSignedByVonage,
  read: readVonageReceipts,
  answer: () => OK,
};
