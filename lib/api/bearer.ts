import { findKey } from "@/lib/auth/api-key";
import { takeRequest } from "@/lib/auth/rate-limit";
import type { Scope } from "@/lib/auth/scope";
import { AppError } from "@/lib/errors";

/**
 * The account behind an `Authorization: Bearer KEY` header.
 * @param address the client's: guessing keys from there gets slower.
 * @throws AppError unauthenticated · forbidden (key `suspended`) · TooManyAttempts · TooManyRequests.
 */
export async function scopeOfBearer(authorization: string | null | undefined, address: string): Promise<Scope> {
  const [scheme, key] = (authorization ?? "").split(" ");
  const scope = scheme?.toLowerCase() === "bearer" && key ? await findKey(key, address) : null;
  if (!scope) throw new AppError("unauthenticated", "Give an API key: Authorization: Bearer acuse_…");
  takeRequest(scope);
  return scope;
}
