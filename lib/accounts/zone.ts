import { sql } from "drizzle-orm";
import { db } from "@/db";

/** As IANA writes them. Abbreviations (`EST`, `BST`) mean one thing to Postgres and another to JavaScript. */
const FORM = /^(?:UTC|[A-Z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)+)$/;

/**
 * A zone that both cut days by: JavaScript for the screen, Postgres for the figures. Names that Intl does not list but
 * knows (Asia/Kolkata, Europe/Kyiv) are as good.
 */
export async function isZone(zone: string): Promise<boolean> {
  if (!FORM.test(zone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    return false;
  }
  const { rows } = await db.execute(sql`select from pg_timezone_names where lower(name) = lower(${zone})`);
  return rows.length > 0;
}

/** Zones to choose from, in the order of their names. */
export const listZones = (): string[] => ["UTC", ...Intl.supportedValuesOf("timeZone")];
