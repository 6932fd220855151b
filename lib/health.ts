import { sql } from "drizzle-orm";
import { db } from "@/db";

/** @throws whatever keeps us from the database. */
export async function reachDatabase(): Promise<void> {
  await db.execute(sql`select 1`);
}
