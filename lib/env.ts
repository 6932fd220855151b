import { z } from "zod";

/** The only reader of the environment. Checked once at start: one clear line per fault. See .env.example. */
const port = z.coerce.number().int().min(0).max(65535);
const flag = z.enum(["0", "1", "true", "false"]).transform((value) => value === "1" || value === "true");

const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .optional(),
  PORT: port.default(3000),
  HOST: z.string().optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: "must be an address such as https://sms.example.com" }).optional(),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  ACUSE_DATA: z.string().optional(),
  TRUST_PROXY: z.coerce.number().int("must be the number of proxies in front").min(0).max(10).default(0),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  WORKER: flag.default(true),
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
