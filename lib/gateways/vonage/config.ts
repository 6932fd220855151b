import { z } from "zod";

/** As Vonage's settings call them: "MD5 hash" and the HMACs. */
export const SIGNATURE_METHODS = ["md5hash", "md5", "sha1", "sha256", "sha512"] as const;
export type SignatureMethod = (typeof SIGNATURE_METHODS)[number];

/** Vonage signs only where its account has signed webhooks switched on; then secret and method must be the same here. */
export const vonageConfig = z.object({
  signature: z
    .object({
      secret: z.string("required").min(1, "required").max(200, "too-long"),
      method: z.enum(SIGNATURE_METHODS, "required"),
    })
    .optional(),
});

export type VonageConfig = z.infer<typeof vonageConfig>;
