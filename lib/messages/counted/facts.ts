import { eq, type SQL, sql } from "drizzle-orm";
import { messages } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { factsOfRows } from "../cells";
import type { MessageQuery } from "../dataset";
import { filtered } from "../matching";

/**
 * The facts of the rows that a question's filters match, from an instant to before another. Postgres folds the instants
 * when it plans: a range reads no more than its own months.
 */
export const factsBetween = (scope: Scope, { filter }: MessageQuery, from: SQL, to: SQL): SQL =>
  factsOfRows(sql`
    select * from ${messages} where ${eq(messages.accountId, scope.accountId)} and ${filtered(scope, filter) ?? sql`true`}
      and sent_at >= ${from} and sent_at < ${to}`);

export const union = (parts: readonly SQL[]): SQL => sql.join([...parts], sql` union all `);
