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
