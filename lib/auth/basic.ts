import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db";
import { users } from "@/db/schema";
import { findKey } from "./api-key";
import type { Scope } from "./scope";
import { ShortMemory } from "./short-memory";
import { plainEmail } from "./slow-down";

const people = new ShortMemory<true>(3_000);

/**
 * The compatible API's credentials: the registration e-mail of a person and a key of the same account. Its two refusals
 * have codes of their own (PROTOCOLS 1.3: 401 bad token, 403 bad user); a right key with a wrong e-mail is the latter,
 * so that an e-mail alone is never confirmed.
 *
 * @param address the client's: guessing keys from there gets slower.
 * @throws AppError forbidden (key `suspended`) · TooManyAttempts.
 */
export async function scopeOfCredentials(
  email: string,
  key: string,
  address: string,
): Promise<Scope | "bad token" | "bad user"> {
  const scope = await findKey(key, address);
  if (!scope) return "bad token";
  const known = plainEmail(email);
  const belongs = await people.get(`${scope.accountId}:${known}`, async () => {
    const [person] = await db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(sql`lower(${users.email})`, known), eq(users.accountId, scope.accountId)));
    return person ? true : null;
  });
  return belongs ? scope : "bad user";
}

/** User and password of a Basic header; null when there is none that can be read. */
export function readBasic(authorization: string | null | undefined): { user: string; password: string } | null {
  const [scheme, encoded] = (authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic" || !encoded) return null;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
