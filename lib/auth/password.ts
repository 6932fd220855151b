import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";

/** Argon2id (the package's own default) with OWASP's parameters: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A password that somebody chooses: at least 10 characters, of any kind. */
export const newPassword = z.string("required").min(10, "password-short").max(200, "too-long");

/** The same letters typed on another keyboard may be composed differently. */
const typed = (password: string) => password.normalize("NFKC");

export const hashPassword = (password: string): Promise<string> => hash(typed(password), COST);

let nobody: Promise<string> | undefined;

/** @param kept null when there is no such person: the work is the same, so that time does not tell who is registered. */
export async function verifyPassword(kept: string | null, given: string): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(24).toString("base64"));
  const nobodys = await nobody;
  if (given.length > 1000) return false;
  const right = await verify(kept ?? nobodys, typed(given));
  return kept !== null && right;
}
