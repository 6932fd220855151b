import { sql } from "drizzle-orm";
import { db } from "@/db";
import { demand, type Scope } from "@/lib/auth/scope";
import { addContacts, contactsOf, givenContacts } from "@/lib/contacts/add-contacts";
import { FieldError } from "@/lib/fields";
import { readNumber } from "@/lib/messages/numbers";
import { addMembers } from "./members";

/** What one form takes; more come as a file, by the import. */
const MOST_TYPED = 10_000;
const LONGEST = 400_000;

/**
 * Puts typed or pasted numbers into a group: one a line, or parted by commas or semicolons. Those that the agenda does
 * not have become contacts.
 *
 * @returns new members, those who were members already, and what is no number, as it was written.
 * @throws FieldError (numbers: required, too-many) · AppError not-found.
 */
export async function addNumbers(
  scope: Scope,
  groupId: number,
  typed: string,
  now: Date,
): Promise<{ added: number; known: number; wrong: string[] }> {
  demand(scope, "manage");
  if (typed.trim() === "") throw new FieldError({ numbers: "required" });
  const written = typed
    .split(/[\n\r,;\t]+/)
    .map((each) => each.trim())
    .filter((each) => each !== "");
  if (typed.length > LONGEST || written.length > MOST_TYPED) throw new FieldError({ numbers: "too-many" });
  const wrong: string[] = [];
  const read = new Map<string, string | null>();
  for (const each of written) {
    const number = readNumber(each, scope.account.defaultCountry);
    if (number.ok) read.set(number.msisdn, number.country);
    else wrong.push(each.slice(0, 40));
  }
  const given = [...read].map(([msisdn, country]) => ({ msisdn, country, name: "", fields: {} }));
  const added = await db.transaction(async (tx) => {
    if (given.length > 0) await addContacts(tx, scope, givenContacts(given), now);
    const numbers = sql`select unnest(${sql.param([...read.keys()])}::text[]) as msisdn`;
    return addMembers(tx, scope, groupId, contactsOf(scope, numbers));
  });
  return { added, known: read.size - added, wrong };
}
