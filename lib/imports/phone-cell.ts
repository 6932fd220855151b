import { readNumber } from "@/lib/messages/numbers";

export type PhoneRead =
  | { ok: true; msisdn: string; country: string | null; repaired: boolean }
  | { ok: false; reason: "no-number" | "invalid-number" | "damaged-number" };

/** `="34600111222"`, and the apostrophe before a number that was to stay a text. */
const WRAPPED = /^\s*(?:="?|['’])(.*?)"?\s*$/;
/** 3.46001E+10 and 3,46001E+10, as spreadsheets show long numbers. */
const SCIENTIFIC = /^\s*\+?(\d)(?:[.,](\d+))?E\+?(\d{1,2})\s*$/i;
/** 34,600,111,222: an amount, to a spreadsheet. */
const GROUPED = /^\s*\+?\d{1,3}(?:,\d{3}){2,}\s*$/;

/**
 * A telephone number as it stands in a cell. What spreadsheets do to numbers is undone where that is certain: a number
 * in scientific notation still has all of its digits or it has lost some, and those nobody can give back.
 *
 * @param defaultCountry ISO 3166 alpha-2 of numbers without country code; null: all have theirs.
 */
export function readPhoneCell(cell: string, defaultCountry: string | null): PhoneRead {
  if (cell.trim() === "") return { ok: false, reason: "no-number" };
  const unwrapped = WRAPPED.exec(cell)?.[1] ?? cell;
  const scientific = SCIENTIFIC.exec(unwrapped);
  const text = scientific ? whole(scientific) : GROUPED.test(unwrapped) ? unwrapped.replaceAll(",", "") : unwrapped;
  if (text === null) return { ok: false, reason: "damaged-number" };
  const read = readNumber(text, defaultCountry);
  if (!read.ok) return { ok: false, reason: "invalid-number" };
  const written = cell.trim();
  const repaired = written !== read.msisdn && written !== `+${read.msisdn}`;
  return { ok: true, msisdn: read.msisdn, country: read.country, repaired };
}

/** All digits of it; null where some are lost. A number that really ends in zeros cannot be told from one cut off. */
function whole([, first, rest = "", exponent]: RegExpExecArray): string | null {
  return rest.length === Number(exponent) ? `${first}${rest}` : null;
}

/** Whether a cell looks like a telephone number whatever its country: for guessing which column has them. */
export const looksLikePhone = (cell: string): boolean =>
  SCIENTIFIC.test(cell) ||
  GROUPED.test(cell) ||
  (/^\s*(?:="?|['’])?[+(]?\d[\d\s().\-/]{5,20}"?\s*$/.test(cell) && !DAY.test(cell));
/** 15/03/2026, 2026-03-15: digits and dashes too. */
const DAY = /^\s*(?:\d{1,2}([./-])\d{1,2}\1\d{2,4}|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2})(?:\s|$)/;
