import { sql } from "drizzle-orm";
import { db } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { cancelImport } from "@/lib/imports/commands";

/** As many digits as a number has in its own country, or the end of them. */
export const TELLING = 8;
/** A number may begin in one piece of a file and end in the next. */
const OVERLAP = 64;

/**
 * Gives up imports whose file, yet to be read, names a number, with or without its country and whatever stands between
 * its digits: it would bring its person back. A file is not changed, for it is somebody's list of others too.
 *
 * @returns how many.
 */
export async function cancelImportsNaming(scope: Scope, msisdn: string, now: Date): Promise<number> {
  // Escaped, a file in any encoding is text: of UTF-16 each digit with a zero byte beside it.
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct piece.import_id as id
    from import_chunks as piece left join import_chunks as next on next.account_id = piece.account_id
      and next.import_id = piece.import_id and next.n = piece.n + 1
    where piece.account_id = ${scope.accountId} and regexp_replace(
      encode(piece.data || coalesce(substring(next.data from 1 for ${OVERLAP}::integer), ''), 'escape'),
      '(\\\\000|[ .()/+-])', '', 'g') like ${`%${msisdn.slice(-TELLING)}%`}`);
  for (const { id } of rows) await cancelImport(scope, id, now);
  return rows.length;
}
