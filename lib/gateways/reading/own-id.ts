import { instantOf } from "@/lib/messages/uuid7";

/** Our own id of a message where a gateway carried it along for us; null for every other text. */
export function ownId(text: string): string | null {
  const id = text.trim().toLowerCase();
  return instantOf(id) ? id : null;
}
