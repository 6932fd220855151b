import { SSF } from "@e965/xlsx";

/** As spreadsheets write the day of a country they do not name: ours is nobody's. */
const SYSTEM_DATE = /^m\/d\/yy(?:yy)?$/;

/**
 * A number in a workbook as text. With all of its digits, whatever the cell shows; a date or a share as it is shown; and
 * as it is shown too where that is digits only (a post code 08001), or has lost none of the number's: what is shown as
 * 3.46E+10 and is 34600000000 was cut off by the spreadsheet that read it.
 *
 * @param format the cell's number format.
 */
export function textOfNumber(value: number, format: string, date1904 = false): string {
  if (format === "" || format === "General") return plain(value);
  if (SYSTEM_DATE.test(format)) return shown("yyyy-mm-dd", value, date1904);
  const text = shown(format, value, date1904);
  if (!Number.isInteger(value) || SSF.is_date(format) || text.includes("%")) return text;
  const same = /^(?:\d+|\d[.,]\d+E\+\d+)$/i.test(text) && Number(text.replace(",", ".")) === value;
  return same ? text : plain(value);
}

/** Never 1e21, and no trace of a sum in binary (0.1 + 0.2). */
const plain = (value: number) =>
  Number.isInteger(value) && Math.abs(value) < 1e20 ? value.toFixed(0) : String(Number(value.toPrecision(15)));

function shown(format: string, value: number, date1904: boolean): string {
  try {
    return SSF.format(format, value, { date1904 }).trim();
  } catch {
    return plain(value); // a format that is none
  }
}
