import { z } from "zod";
import { zoneSetting } from "@/lib/gateways/reading/instants";

/** Jasmin signs nothing; the address given to it as `dlr-url` is the secret. */
export const jasminConfig = z.object({
  /** Local time of the SMSC behind it, which dates a receipt without saying so; without it, receipts count from arrival. */
  zone: zoneSetting.optional(),
});

export type JasminConfig = z.infer<typeof jasminConfig>;
