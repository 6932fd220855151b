import { sql } from "drizzle-orm";
import { db } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { FieldError } from "@/lib/fields";
import { LONGEST_DAYS } from "@/lib/ingest/scheduled-sendings";

/**
 * When a sending is due: a local minute of the account's zone, cut by Postgres as everywhere.
 * @throws FieldError (at: in-the-past, too-far-ahead).
 */
export async function dueOf(scope: Scope, local: string, now: Date): Promise<Date> {
  const { rows } = await db.execute<{ at: string }>(
    sql`select (${local}::timestamp at time zone ${scope.zone})::timestamptz(3) as at`,
  );
  const due = new Date(rows[0]!.at);
  if (due <= now) throw new FieldError({ at: "in-the-past" });
  if (due.getTime() > now.getTime() + LONGEST_DAYS * 86_400_000) throw new FieldError({ at: "too-far-ahead" });
  return due;
}
