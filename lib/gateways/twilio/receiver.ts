import type { Receiver } from "@/lib/gateways/receiver";
import { type TwilioConfig, twilioConfig } from "./config";
import { readTwilioReceipts } from "./receipt";
import { isSignedByTwilio } from "./signature";

export const twilioReceiver: Receiver<TwilioConfig> = {
  config: twilioConfig,
  isGenuine: (request, { authToken }, publicUrl) => isSignedByTwilio(request, authToken, publicUrl()),
  read: readTwilioReceipts,
  answer: () => ({ status: 200, contentType: "text/plain", body: "" }),
};
