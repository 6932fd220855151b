import { writeCode } from "@/lib/clicks/codes";
import { type Segmentation, segmentsOf } from "@/lib/messages/segments";
import { placeholdersOf, renderTemplate } from "@/lib/messages/template";
import type { Person } from "./countries";
import type { Account } from "./message";
import type { Random } from "./random";
import type { Sending } from "./sendings";
import { NAMES } from "./texts";

/** Where the sample's short links are; in a text, an address that answers nobody. */
const SHORT_HOST = "acu.example";
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** One recipient's short link and where it leads. */
export type Link = { code: string; url: string };

export type Written = {
  /** As it is stored: a template has its placeholders. */
  text: string;
  parameters: Record<string, string> | null;
  /** No other message carries this text. */
  alone: boolean;
  link: Link | null;
  segmentation: Segmentation;
};

/** How the texts of a sending come about; what is the same for all its recipients is made once. */
export function writerOf(account: Account, sending: Sending, random: Random): (to: Person) => Written {
  const template = sending.template.replace(/\{(\w+)\}/g, (written, name: string) => sending.fills[name] ?? written);
  if (sending.carriage === "same") {
    const same = { text: template, parameters: null, alone: false, link: null, segmentation: segmentsOf(template) };
    return () => same;
  }
  const names = placeholdersOf(template);
  const alone = sending.carriage === "own";
  return (to) => {
    const code = names.includes("link") ? random.letters(LETTERS, 8) : null;
    const parameters: Record<string, string> = {};
    for (const name of names) parameters[name] = parameterOf(name, account, sending, random, to, code);
    const rendered = renderTemplate(template, parameters);
    return {
      text: alone ? rendered : template,
      parameters: alone ? null : parameters,
      alone,
      link: code === null ? null : { code, url: sending.target },
      segmentation: segmentsOf(rendered),
    };
  };
}

function parameterOf(
  name: string,
  account: Account,
  { language }: Sending,
  random: Random,
  { index }: Person,
  code: string | null,
): string {
  switch (name) {
    case "name":
      return NAMES[language][index % NAMES[language].length]!;
    case "order":
      return String(100_000 + account.serial++);
    case "code":
      return String(100_000 + random.below(900_000));
    case "points":
      return String(10 * (1 + random.below(90)));
    case "time":
      return `${9 + random.below(10)}:${random.pick(["00", "15", "30", "45"])}`;
    case "link":
      return `${SHORT_HOST}/r/${writeCode(account.accountId, code!)}`;
    default:
      throw new Error(`Nobody knows what to put for %${name}%.`);
  }
}
