import { asc, eq } from "drizzle-orm";
import { db } from "@/db";
import { accounts } from "@/db/schema";
import { invalid } from "@/lib/errors";

/** The accounts that a command of the terminal is about: the one that was asked for, else all. @throws AppError invalid. */
export async function accountIds(asked: string | undefined): Promise<number[]> {
  if (asked !== undefined && !/^[1-9]\d{0,8}$/.test(asked))
    throw invalid("--account must be the number of an account.");
  const rows = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(asked === undefined ? undefined : eq(accounts.id, Number(asked)))
    .orderBy(asc(accounts.id));
  if (asked !== undefined && rows.length === 0) throw invalid(`There is no account ${asked}.`);
  return rows.map(({ id }) => id);
}
