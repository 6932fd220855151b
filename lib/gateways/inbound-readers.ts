import type { Gateway } from "./choose-gateway";
import { genericInbound } from "./generic/inbound";
import type { InboundReader } from "./inbound";
import { infobipInbound } from "./infobip/inbound";
import { jasminInbound } from "./jasmin/inbound";
import { kannelInbound } from "./kannel/inbound";
import { labsmobileInbound } from "./labsmobile/inbound";
import type { ReceivedKind } from "./receivers";
import { twilioInbound } from "./twilio/inbound";
import { vonageInbound } from "./vonage/inbound";

const READERS = {
  kannel: kannelInbound,
  labsmobile: labsmobileInbound,
  jasmin: jasminInbound,
  twilio: twilioInbound,
  infobip: infobipInbound,
  vonage: vonageInbound,
  generic: genericInbound,
} as const satisfies Record<ReceivedKind, InboundReader<never>>;

/** @returns null for a kind that nobody sends texts through. */
export const inboundReaderOf = (kind: Gateway["kind"]): InboundReader | null =>
  kind === "simulator" ? null : (READERS[kind] as InboundReader);
