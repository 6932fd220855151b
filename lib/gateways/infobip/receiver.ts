import type { Receiver } from "@/lib/gateways/receiver";
import { type InfobipConfig, infobipConfig } from "./config";
import { readInfobipReports } from "./receipt";
import { hasCredentials } from "./signature";

export const infobipReceiver: Receiver<InfobipConfig> = {
  config: infobipConfig,
  isGenuine: hasCredentials,
  read: readInfobipReports,
  answer: () => ({ status: 200, contentType: "text/plain", body: "" }),
};
