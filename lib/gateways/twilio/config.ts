import { z } from "zod";
import { zoneSetting } from "@/lib/gateways/reading/instants";

export const twilioConfig = z.object({
  /** The account's primary token, with which Twilio signs every call. */
  authToken: z.string("required").min(1, "required").max(200, "too-long"),
  /** Local time of `RawDlrDoneDate`, if all carriers share it; without it, receipts count from their arrival. */
  zone: zoneSetting.optional(),
});

export type TwilioConfig = z.infer<typeof twilioConfig>;
