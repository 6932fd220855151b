import type { BlacklistQuery, Place } from "@/lib/blacklist/queries";
import { SOURCES } from "@/lib/blacklist/sources";
import { instantIn } from "@/lib/dataset/instant";

/* The address of the list: `number` (its beginning, as people write it), `source`, `after`. */

export type Raw = Record<string, string | string[] | undefined>;

/** A known parameter that cannot be read never widens the answer: then there is none, and `unreadable` says which. */
export function readQuestion(raw: Raw): { query: BlacklistQuery; unreadable: string[] } {
  const given = (key: string) => [raw[key]].flat()[0]?.trim() || undefined;
  const [number, source, after] = ["number", "source", "after"].map(given);
  const digits = number?.replace(/[\s().*+-]/g, "").replace(/^00/, "");
  const query = {
    digits: digits && /^\d{1,15}$/.test(digits) ? digits : undefined,
    source: SOURCES.find((each) => each === source),
    after: after === undefined ? undefined : readPlace(after),
  };
  const unreadable = [
    ...(number !== undefined && query.digits === undefined ? ["number"] : []),
    ...(source !== undefined && query.source === undefined ? ["source"] : []),
    ...(after !== undefined && query.after === undefined ? ["after"] : []),
  ];
  return { query, unreadable };
}

export function addressOf({ digits, source, after }: BlacklistQuery, path = "/agenda/blacklist"): string {
  const params = new URLSearchParams({
    ...(digits ? { number: digits } : {}),
    ...(source ? { source } : {}),
    ...(after ? { after: `${after.at.getTime().toString(36)}_${after.msisdn}` } : {}),
  });
  return params.size > 0 ? `${path}?${params}` : path;
}

function readPlace(text: string): Place | undefined {
  const match = /^([0-9a-z]{6,10})_(\d{1,20})$/.exec(text);
  const at = match && instantIn(match[1]!);
  return at ? { at, msisdn: match[2]! } : undefined;
}
