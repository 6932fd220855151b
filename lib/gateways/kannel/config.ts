import { z } from "zod";

/** How to reach the `sendsms` service of a Kannel's smsbox. */
export const kannelConfig = z.object({
  /** Address of sendsms; without a path, Kannel's usual `/cgi-bin/sendsms`. Parameters in it are sent along. */
  url: z.url({ protocol: /^https?$/ }).max(500),
  username: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
  /** Kannel's name of the connection to send by; without it, Kannel routes. */
  smscId: z.string().min(1).max(100).optional(),
});

export type KannelConfig = z.infer<typeof kannelConfig>;
