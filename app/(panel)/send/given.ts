import { storable } from "@/lib/storable";

/** What the form has, in its own words; the address of the page, and what is sent on. */
export const FIELDS = [
  "group",
  "campaign",
  "outcome",
  "numbers",
  "sender",
  "text",
  "links",
  "name",
  "label",
  "at",
  "check",
] as const;
export type Given = Record<(typeof FIELDS)[number], string>;

export const readGiven = (params: Readonly<Record<string, string | string[] | undefined>>): Given =>
  Object.fromEntries(FIELDS.map((key) => [key, storable([params[key] ?? ""].flat()[0] ?? "", "")])) as Given;
