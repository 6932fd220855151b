import { sql } from "drizzle-orm";
import { db } from "@/db";

const DRAFT_DAYS = 7;
const REPORT_DAYS = 90;

/**
 * Removes drafts that nobody went on with for a week, reports after 90 days, and pieces of files whose upload broke off
 * or whose process was killed when it had ended: an import's id tells when it began.
 */
export async function sweepImports(accountId: number, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
  await db.transaction(async (tx) => {
    const gone = sql`
      select id from imports where account_id = ${accountId} and (
        (state = 'draft' and created_at < ${before(DRAFT_DAYS)}::timestamptz) or
        (state in ('done', 'failed', 'cancelled') and created_at < ${before(REPORT_DAYS)}::timestamptz))`;
    await tx.execute(sql`delete from import_remarks where account_id = ${accountId} and import_id in (${gone})`);
    await tx.execute(sql`delete from imports where account_id = ${accountId} and id in (${gone})`);
    const first = `${Math.floor(now.getTime() - 86_400_000)
      .toString(16)
      .padStart(12, "0")}`;
    const youngest = `${first.slice(0, 8)}-${first.slice(8)}-0000-0000-000000000000`;
    await tx.execute(sql`
      delete from import_chunks where account_id = ${accountId} and import_id < ${youngest}::uuid
        and not exists (select from imports where imports.account_id = ${accountId} and imports.id = import_chunks.import_id
          and imports.state in ('draft', 'waiting', 'running'))`);
  });
}
