import type { Scope } from "@/lib/auth/scope";
import { AppError } from "@/lib/errors";

/** The person who asks, in whatever account: his own profile. @throws AppError forbidden for keys, gateways and jobs. */
export function personOf({ actor }: Scope): number {
  if (actor.kind !== "user") throw new AppError("forbidden", "Only a person has a profile.");
  return actor.userId;
}
