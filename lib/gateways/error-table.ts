import type { Reason } from "@/lib/messages/reasons";
import type { ErrorTable } from "./gateway";

/**
 * What a gateway's own code means by its table; `null`: the table does not say. Zeros in front and the case of letters
 * make no difference (`1` is `001`, `0x0b` is `0x0B`), because a gateway and its manual seldom write them alike.
 */
export function reasonOfCode(table: ErrorTable, code: string): Reason | null {
  if (Object.hasOwn(table, code)) return table[code]!;
  const wanted = bare(code);
  return Object.entries(table).find(([known]) => bare(known) === wanted)?.[1] ?? null;
}

const bare = (code: string) =>
  code
    .trim()
    .toUpperCase()
    .replace(/^0+(?=[0-9A-F])/, "");

/**
 * The reason of a failure: what the gateway's own table says of its code, then what its kind documents; where both are
 * silent or know only that it is unknown, what the status tells by itself.
 */
export function reasonOfFailure(
  code: string | null,
  own: ErrorTable,
  documented: (code: string) => Reason | null | undefined,
  otherwise: Reason,
): Reason {
  if (code === null) return otherwise;
  const said = reasonOfCode(own, code);
  if (said) return said;
  const known = documented(code);
  return known && known !== "unknown" ? known : otherwise;
}

type Codes = string | number | readonly [first: number, last: number];

/** Turns "a reason and its codes" around, for what a kind of gateway documents. */
export function codesOf(table: Partial<Record<Reason, readonly Codes[]>>): ReadonlyMap<string, Reason> {
  const pairs = Object.entries(table) as [Reason, readonly Codes[]][];
  return new Map(pairs.flatMap(([reason, codes]) => codes.flatMap(each).map((code) => [code, reason])));
}

function each(codes: Codes): string[] {
  if (typeof codes !== "object") return [String(codes)];
  const [first, last] = codes;
  return Array.from({ length: last - first + 1 }, (_, i) => String(first + i));
}
