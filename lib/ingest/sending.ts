import type { CallbackUrls } from "@/lib/callbacks/targets";
import type { Which } from "@/lib/clicks/shorten";
import type { Origin } from "@/lib/messages/origin";
import type { Reason } from "@/lib/messages/reasons";
import type { Status } from "@/lib/messages/status";

/** One request of a client: what is common to its messages, and the messages. */
export type Sending = {
  origin: Origin;
  /** The client's reference of the sending; made here when absent. */
  subid: string | null;
  label: string | null;
  /** More than one recipient of one text: makes a campaign of this name (`null`: none is made). */
  campaign: {
    name: string;
    /** Of all sendings of this subid, where one campaign is sent as several: they share it, whatever each holds. */
    recipients?: number;
    /** The person who sent it, where the worker sends it for him later. */
    userId?: number | null;
  } | null;
  test: boolean;
  /** Skip the anti-duplicate window (LabsMobile's `nofilter`). */
  allowDuplicates: boolean;
  /** Minutes the network tries; null: the account's own. */
  validityMinutes: number | null;
  /** Which links of the texts become short ones, so that clicks are known; absent: none. */
  shortLinks?: Which;
  /** LabsMobile's `crt`, `crt_id`, `crt_name`. */
  certified?: { crt: string; id: string | null; name: string | null };
  /** Whom to tell what becomes of the messages; absent: the account's own addresses. */
  callback?: CallbackUrls;
  messages: readonly {
    /** As the client wrote it. */
    to: string;
    /** A text, or a template with %placeholders% for `parameters`. */
    text: string;
    parameters: Record<string, string> | null;
    sender: string | null;
    ucs2: boolean;
    /** The client's own name of this message: accepted once, however often it is asked. */
    reference: string | null;
  }[];
};

export type Accepted = {
  id: string;
  msisdn: string;
  status: Status;
  reason: Reason | null;
  country: string | null;
  segments: number;
  encoding: "gsm7" | "ucs2";
  /** Decimal text. */
  credits: string;
  reference: string | null;
  /** Its reference was accepted before: this is the message of then, nothing was added. */
  repeated: boolean;
};
export type Acceptance = { subid: string; campaignId: number | null; messages: Accepted[] };
