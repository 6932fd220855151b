import { z } from "zod";
import type { Scope } from "@/lib/auth/scope";
import { type Reached, readOutcome } from "@/lib/campaigns/outcome";
import { isLocal } from "@/lib/dataset/period";
import { FieldError, readFields } from "@/lib/fields";
import { LONGEST_TEXT } from "@/lib/ingest/limits";
import { isSender } from "@/lib/messages/sender";
import { typedNumbers } from "./recipients";

/** What a person writes on /send; the address of the page, read. */
export type Composed = {
  /** A group's number, those to whom the same happened in a campaign, or typed numbers. */
  to: { group: number } | Reached | { numbers: string[] };
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
  campaign: z
    .string()
    .regex(/^\d{0,15}$/, "choose-one")
    .default(""),
  outcome: z.string().default(""),
  numbers: z.string().max(15_000, "too-many").default(""),
  text: z.string("required").trim().min(1, "required").max(LONGEST_TEXT, "too-long"),
  sender: z.string().trim().default(""),
  name: z.string().trim().max(255, "too-long").default(""),
  label: z.string().trim().max(255, "too-long").default(""),
  links: z.string().default(""),
  at: z
    .string()
    .refine((at) => at === "" || (at.length === 16 && isLocal(at)), "not-a-time")
    .default(""),
});

/**
 * @throws FieldError (group: no-recipients, group-or-numbers · outcome: no-outcome · numbers: too-many · text: required, too-long · sender: not-a-sender · name,
 *   label: too-long · at: not-a-time).
 */
export function readComposed(scope: Scope, given: Readonly<Record<string, string>>): Composed {
  const numbers = typedNumbers(given.numbers ?? "");
  const sender = given.sender?.trim() || scope.account.defaultSender;
  const faults: Record<string, string> = {};
  const outcome = readOutcome(given.outcome ?? "");
  const chosen = [given.group, given.campaign, numbers.length > 0].filter(Boolean);
  if (chosen.length === 0) faults.group = "no-recipients";
  if (chosen.length > 1) faults.group = "group-or-numbers";
  if (given.campaign && outcome === null) faults.outcome = "no-outcome";
  if (numbers.length > MOST_TYPED) faults.numbers = "too-many";
  if (!isSender(sender)) faults.sender = "not-a-sender";
  const read = readAll(given, faults);
  return {
    to: toOf(read, outcome, numbers),
    ...{ text: read.text, sender, name: read.name, label: read.label || null },
    ...{ shortLinks: read.links !== "", at: read.at || null },
  };
}

function toOf(
  { group, campaign }: { group: string; campaign: string },
  outcome: Reached["outcome"] | null,
  numbers: string[],
): Composed["to"] {
  if (group !== "") return { group: Number(group) };
  return campaign !== "" && outcome !== null ? { campaign: Number(campaign), outcome } : { numbers };
}

/** @throws FieldError with the faults that were found before, and those of the form: all are told at once. */
function readAll(given: Readonly<Record<string, string>>, faults: Readonly<Record<string, string>>) {
  try {
    const read = readFields(form, given);
    if (Object.keys(faults).length === 0) return read;
  } catch (error) {
    if (error instanceof FieldError) throw new FieldError({ ...error.fields, ...faults });
    throw error;
  }
  throw new FieldError(faults);
}
