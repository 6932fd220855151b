import { z } from "zod";

const word = z.string("required").min(1, "required").max(200, "too-long");

/** Nothing by default, as Infobip has it; its subscriptions can be told to authenticate with a name and a password. */
export const infobipConfig = z.object({
  basic: z.object({ username: word.refine((name) => !name.includes(":"), "required"), password: word }).optional(),
});

export type InfobipConfig = z.infer<typeof infobipConfig>;
