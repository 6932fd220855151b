import type { Receiver } from "@/lib/gateways/receiver";
import { type JasminConfig, jasminConfig } from "./config";
import { readJasminReceipt } from "./receipt";

/** Jasmin repeats what was not answered with exactly this body, three times, and then forgets it. */
export const jasminReceiver: Receiver<JasminConfig> = {
  config: jasminConfig,
  isGenuine: () => true,
  read(request, config, errors) {
    const receipt = readJasminReceipt(request, config, errors);
    return "unreadable" in receipt ? receipt : [receipt];
  },
  answer: () => ({ status: 200, contentType: "text/plain", body: "ACK/Jasmin" }),
};
