import { z } from "zod";
import { readNetworks } from "./callbacks/networks";

/** The only reader of the environment. Checked once at start: one clear line per fault. See .env.example. */
const whole = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(error).int(error).min(least, error).max(most, error);
};
const flag = z
  .enum(["0", "1", "true", "false"], "must be 0 or 1")
  .transform((value) => value === "1" || value === "true");

const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .optional(),
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: "must be an address such as https://sms.example.com" }).optional(),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  ACUSE_DATA: z.string().optional(),
  TRUST_PROXY: whole(0, 10).default(0),
  DATABASE_POOL: whole(2, 200).default(20),
  API_PER_MINUTE: whole(0, 1_000_000).default(60_000),
  CALLBACK_NETWORKS: z
    .string()
    .default("")
    .transform((text, context) => {
      try {
        return readNetworks(text);
      } catch (error) {
        context.addIssue({ code: "custom", message: (error as Error).message });
        return z.NEVER;
      }
    }),
  WORKER: flag.default(true),
  /** Where the pages were built; the programs lie beside them. */
  ACUSE_DIST: z.string().default(".next"),
  /** Set where the code runs from its source. */
  VITEST: flag.optional(),
});

export type Env = z.infer<typeof schema>;

/** @throws Error with one line per fault, naming the variable and what it must be. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(
    Object.keys(schema.shape).map((key) => [key, source[key] === "" ? undefined : source[key]]),
  );
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw new Error(read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
}
