import { decimal, tenThousandths } from "@/lib/messages/change";
import { PREFIX } from "@/lib/messages/prefix";
import type { Price } from "./prices";

export const MOST_PRICES = 1_000;

const LINE = /^\+?(\d{1,15})\s*[\s;=]\s*(\d{1,6}(?:[.,]\d{1,4})?)$/;

/**
 * A price table as people write or paste it: a line each of prefix and credits a segment (`34 0.797`, `346;0,8`, also
 * out of two columns of a sheet). Empty lines are left out.
 *
 * @returns the number of the line that cannot be read or names a prefix again.
 */
export function readPrices(text: string): { prices: Price[] } | { line: number } {
  const prices = new Map<string, Price>();
  for (const [index, written] of text.split(/\r\n|\r|\n/).entries()) {
    if (written.trim() === "") continue;
    const [, prefix = "", credits = ""] = LINE.exec(written.trim()) ?? [];
    if (!PREFIX.test(prefix) || prices.has(prefix) || prices.size === MOST_PRICES) return { line: index + 1 };
    prices.set(prefix, { prefix, credits: decimal(tenThousandths(credits.replace(",", "."))) });
  }
  return { prices: [...prices.values()] };
}

/** The same text for a table that is kept. */
export const writePrices = (prices: readonly Price[]): string =>
  prices.map(({ prefix, credits }) => `${prefix} ${credits.replace(/\.?0+$/, "")}`).join("\n");
