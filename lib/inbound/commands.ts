import { eq } from "drizzle-orm";
import { db } from "@/db";
import { accounts } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import { demand, type Scope } from "@/lib/auth/scope";
import { FieldError } from "@/lib/fields";
import { asWord, IN_WORDS, OUT_WORDS } from "./keywords";

export const MOST_WORDS = 40;
const LONGEST_WORD = 20;
const LONGEST = 2_000;

/**
 * Chooses by which words people leave the list and come back, from now on; written as the usual ones, they are the usual
 * ones, also when those change.
 *
 * @param given words parted by commas, blanks or lines; `in` may be empty.
 * @throws FieldError (out: required, not-a-word, too-many · in: not-a-word, too-many, word-in-both) · AppError forbidden.
 */
export async function setWords(scope: Scope, given: { out: string; in: string }): Promise<void> {
  demand(scope, "manage");
  const [out, back] = [readWords("out", given.out), readWords("in", given.in)];
  if (out.length === 0) throw new FieldError({ out: "required" });
  if (back.some((word) => out.includes(word))) throw new FieldError({ in: "word-in-both" });
  const words = { outWords: ownOf(out, OUT_WORDS), inWords: ownOf(back, IN_WORDS) };
  await db.transaction(async (tx) => {
    await tx.update(accounts).set(words).where(eq(accounts.id, scope.accountId));
    await logFor(tx, scope, "account-changed", { outWords: out.join(", "), inWords: back.join(", ") });
  });
}

function readWords(field: "out" | "in", written: string): string[] {
  const parts = written
    .slice(0, LONGEST)
    .split(/[\s,;]+/)
    .filter((part) => part !== "");
  const words = parts.map((part) => {
    const word = asWord(part);
    if (word === null || word.length < 2 || word.length > LONGEST_WORD) throw new FieldError({ [field]: "not-a-word" });
    return word;
  });
  const distinct = [...new Set(words)];
  if (distinct.length > MOST_WORDS || written.length > LONGEST) throw new FieldError({ [field]: "too-many-words" });
  return distinct;
}

const ownOf = (words: string[], usual: readonly string[]): string[] | null =>
  words.length === usual.length && usual.every((word) => words.includes(word)) ? null : words;
