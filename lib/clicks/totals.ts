import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import { clicks } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { joinsFor } from "./columns";
import type { ClickQuery } from "./dataset";
import { matching } from "./matching";

/** Exact figures of all visits that match. A message that somebody visited twice is clicked once. */
export type ClickTotals = {
  visits: number;
  byPeople: number;
  byRobots: number;
  /** Messages that a person visited. */
  clickedMessages: number;
};

/** Called in the transaction that reads the list. */
export async function countClicks(tx: Transaction, scope: Scope, query: ClickQuery): Promise<ClickTotals> {
  demand(scope, "read");
  const { rows } = await tx.execute<ClickTotals>(sql`
    select count(*) as visits,
      count(*) filter (where not ${clicks.robot}) as "byPeople",
      count(*) filter (where ${clicks.robot}) as "byRobots",
      count(distinct ${clicks.messageId}) filter (where not ${clicks.robot}) as "clickedMessages"
    from ${clicks} ${joinsFor([], query.filter)} where ${matching(scope, query)}`);
  return rows[0]!;
}
