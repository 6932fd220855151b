import { createHash } from "node:crypto";

/**
 * The key of an event that a gateway does not name: made of all that tells it from others, so that the same event
 * received twice has the same key. The gateway's name of the message belongs to it, for one message may have several.
 */
export function eventKey(...said: readonly string[]): string {
  return `hash:${createHash("sha256").update(JSON.stringify(said)).digest("base64url").slice(0, 27)}`;
}
