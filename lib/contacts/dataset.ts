import { type Column, column } from "@/lib/dataset/column";
import { defineDataset, type QueryOf } from "@/lib/dataset/dataset";
import { choice, count, msisdn, reference, text, words } from "@/lib/dataset/field";
import { REASONS } from "@/lib/messages/reasons";

/** What the last message to a number came to. */
export const OUTCOMES = ["delivered", "expired", "rejected", "non-deliverable", "sent", "processed", "none"] as const;

/** Of a contact; whatever an import takes can be written in the form too. */
export const LONGEST_NAME = 200;

const COLUMNS = [
  column("number", "phone", { standard: true }),
  column("name", "text", { standard: true }),
  column("groups", "text", { standard: true }),
  column("country", "word", { words: "country" }),
  column("outcome", "word", { words: "outcome", standard: true }),
  column("reason", "word", { words: "reason" }),
  column("delivered", "integer", { standard: true }),
  column("failed", "integer", { standard: true }),
  column("lastSentAt", "time"),
  column("lastClickAt", "time", { standard: true }),
  column("blacklisted", "word", { words: "blacklisted", standard: true }),
  column("addedAt", "time"),
] as const;

/** A column of the list's own, or an extra field of the account under `x_` and its key. */
export type ContactColumn = (typeof COLUMNS)[number]["key"] | `x_${string}`;

/** AGENDA - Contacts: the whole definition of the list; the account's extra fields are columns too. */
export function contactDataset(extra: readonly { key: string; label: string }[]) {
  const [number, name, ...others] = COLUMNS;
  const own = extra.map(({ key, label }) =>
    column(`x_${key}` as const, "text", { label, standard: extra.length <= 3 }),
  );
  const columns: Column<ContactColumn>[] = [number, name, ...own, ...others];
  return defineDataset({
    name: "contacts",
    period: "today",
    timeless: true,
    sorts: ["added"],
    places: { added: "number" },
    fields: {
      number: msisdn(),
      name: text({ max: LONGEST_NAME }),
      group: reference("group"),
      outcome: choice(OUTCOMES),
      blacklisted: choice(["yes", "no"]),
      extra: text({ max: 120, more: true }),
      country: words({ of: "country", max: 2, pattern: /^[A-Z]{2}$/, more: true }),
      reason: choice(REASONS, { more: true }),
      failures: count({ more: true }),
      visited: choice(["yes", "no"], { more: true }),
    },
    columns,
  });
}

export type ContactDataset = ReturnType<typeof contactDataset>;
export type ContactQuery = QueryOf<ContactDataset>;
