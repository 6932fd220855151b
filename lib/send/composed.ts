import { z } from "zod";
import type { Scope } from "@/lib/auth/scope";
import { FieldError, readFields } from "@/lib/fields";
import { LONGEST_TEXT } from "@/lib/ingest/limits";
import { isSender } from "@/lib/messages/sender";
import { typedNumbers } from "./recipients";

/** What a person writes on /send; the address of the page, read. */
export type Composed = {
  /** A group's number, or the typed ones. */
  to: { group: number } | { numbers: string[] };
  text: string;
  sender: string;
  /** How the campaign is called; empty: by the beginning of its text. */
  name: string;
  label: string | null;
  shortLinks: boolean;
  /** Local minute of the account's zone, `2026-11-27T09:30`; null: now. */
  at: string | null;
};

/** More are a group: an address cannot hold them. */
export const MOST_TYPED = 500;

const form = z.object({
  group: z
    .string()
    .regex(/^\d{0,15}$/, "choose-one")
    .default(""),
  numbers: z.string().max(15_000, "too-many").default(""),
  text: z.string("required").trim().min(1, "required").max(LONGEST_TEXT, "too-long"),
  sender: z.string().trim().default(""),
  name: z.string().trim().max(255, "too-long").default(""),
  label: z.string().trim().max(255, "too-long").default(""),
  links: z.string().default(""),
  at: z
    .string()
    .regex(/^(?:\d{4}-\d\d-\d\dT\d\d:\d\d)?$/, "not-a-time")
    .default(""),
});

/**
 * @throws FieldError (group: required · numbers: too-many · text: required, too-long · sender: not-a-sender · name,
 *   label: too-long · at: not-a-time).
 */
export function readComposed(scope: Scope, given: Readonly<Record<string, string>>): Composed {
  const read = readFields(form, given);
  const numbers = typedNumbers(read.numbers);
  if (read.group === "" && numbers.length === 0) throw new FieldError({ group: "no-recipients" });
  if (read.group !== "" && numbers.length > 0) throw new FieldError({ group: "group-or-numbers" });
  if (numbers.length > MOST_TYPED) throw new FieldError({ numbers: "too-many" });
  const sender = read.sender || scope.account.defaultSender;
  if (!isSender(sender)) throw new FieldError({ sender: "not-a-sender" });
  return {
    to: read.group === "" ? { numbers } : { group: Number(read.group) },
    ...{ text: read.text, sender, name: read.name, label: read.label || null },
    ...{ shortLinks: read.links !== "", at: read.at || null },
  };
}
