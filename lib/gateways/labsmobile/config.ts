import { z } from "zod";
import { zoneSetting } from "@/lib/gateways/reading/instants";

/** LabsMobile signs nothing; the address given to it as `ackurl` is the secret. */
export const labsmobileConfig = z.object({
  /** Whose local time `timestamp` is. LabsMobile does not say; without it, receipts count from their arrival. */
  zone: zoneSetting.optional(),
});

export type LabsmobileConfig = z.infer<typeof labsmobileConfig>;
