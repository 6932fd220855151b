import { desc, eq } from "drizzle-orm";
import { db } from "@/db";
import { messages } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";

/** When the account's newest message was sent, whatever the question; null: it has none at all. */
export async function newestMessage(scope: Scope): Promise<Date | null> {
  demand(scope, "read");
  const [newest] = await db
    .select({ sentAt: messages.sentAt })
    .from(messages)
    .where(eq(messages.accountId, scope.accountId))
    .orderBy(desc(messages.sentAt))
    .limit(1);
  return newest?.sentAt ?? null;
}
