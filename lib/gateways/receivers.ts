import type { Gateway } from "./choose-gateway";
import { genericReceiver } from "./generic/receiver";
import { infobipReceiver } from "./infobip/receiver";
import { jasminReceiver } from "./jasmin/receiver";
import { kannelReceiver } from "./kannel/receiver";
import { labsmobileReceiver } from "./labsmobile/receiver";
import type { Receiver } from "./receiver";
import { twilioReceiver } from "./twilio/receiver";
import { vonageReceiver } from "./vonage/receiver";

/** Every kind of gateway that we hear from; the simulator speaks from within. */
export const RECEIVERS = {
  kannel: kannelReceiver,
  labsmobile: labsmobileReceiver,
  jasmin: jasminReceiver,
  twilio: twilioReceiver,
  infobip: infobipReceiver,
  vonage: vonageReceiver,
  generic: genericReceiver,
} as const satisfies Record<Exclude<Gateway["kind"], "simulator">, Receiver>;

export type ReceivedKind = keyof typeof RECEIVERS;

export const RECEIVED_KINDS = Object.keys(RECEIVERS) as ReceivedKind[];

/** @returns null for a kind that nobody reports of. */
export const receiverOf = (kind: Gateway["kind"]): Receiver | null => (kind === "simulator" ? null : RECEIVERS[kind]);
