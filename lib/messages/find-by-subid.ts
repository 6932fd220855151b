import { and, desc, eq } from "drizzle-orm";
import { db } from "@/db";
import { messages } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import type { Message } from "./change";

/** The newest message of a client's sending to one recipient, for the program that sent it; null when there is none. */
export async function findBySubid(scope: Scope, subid: string, msisdn: string): Promise<Message | null> {
  demand(scope, "send");
  const [found] = await db
    .select()
    .from(messages)
    .where(and(eq(messages.accountId, scope.accountId), eq(messages.subid, subid), eq(messages.msisdn, msisdn)))
    .orderBy(desc(messages.sentAt), desc(messages.id))
    .limit(1);
  return found ?? null;
}
