import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { messages } from "@/db/schema";
import { instantOf } from "./uuid7";

/** A message by our id of it, or by the client's own reference. @param key where the row has the message's instant and id. */
export function named(value: string | undefined, key: { sentAt: AnyColumn; id: AnyColumn }): SQL | undefined {
  if (value === undefined) return undefined;
  const id = value.toLowerCase();
  const sentAt = instantOf(id);
  if (!sentAt) return sql`${messages.reference} = ${value}`;
  return sql`${key.sentAt} = ${sentAt.toISOString()} and ${key.id} = ${id}`;
}
