import { stringify } from "csv-stringify/sync";
import type { CsvKind } from "@/lib/dataset/csv";
import type { Cell, Table } from "./report";

/**
 * A table of a report as a file, like the files of lists: `plain` for programs (headings as keys, values as they are,
 * shares of 1, lengths of time in milliseconds), `excel` for a double-click (UTF-16LE, tabs, the reader's decimals, no
 * name that is taken for a number or a formula).
 * @param decimal the reader's decimal separator.
 */
export function tableCsv({ columns, rows, total }: Table, kind: CsvKind, decimal: string): Buffer {
  const all = [...rows, ...(total ? [total] : [])].map(({ cells }) => cells);
  if (kind === "plain") {
    const lines = [columns.map(({ key }) => key), ...all.map((cells) => cells.map(({ value }) => value ?? ""))];
    return Buffer.from(stringify(lines, { record_delimiter: "windows" }));
  }
  const lines = [
    columns.map(({ label, kind }) => exactly(kind === "duration" ? `${label} (s)` : label)),
    ...all.map((cells) => cells.map((cell, index) => forSpreadsheet(cell, columns[index]!.kind, decimal))),
  ];
  const text = stringify(lines, { delimiter: "\t", record_delimiter: "windows", quoted: true });
  return Buffer.from(`\uFEFF${text}`, "utf16le");
}

function forSpreadsheet({ text, value }: Cell, kind: Table["columns"][number]["kind"], decimal: string): string {
  if (value === null) return "";
  switch (kind) {
    case "text":
      return exactly(text);
    case "share":
      return String(Math.round(Number(value) * 10_000) / 10_000).replace(".", decimal);
    case "duration":
      // In seconds, which a spreadsheet can calculate with.
      return String(Number(value) / 1_000).replace(".", decimal);
    case "integer":
    case "decimal":
      return String(value)
        .replace(/(\.\d*?)0+$/, "$1")
        .replace(/\.$/, "")
        .replace(".", decimal);
  }
}

/** A formula that gives the text, whatever it looks like: a sender of digits, a month, `=1+1`. Excel takes 255 characters in it. */
function exactly(text: string): string {
  if (text.length <= 255 && !/[\r\n]/.test(text)) return `="${text.replaceAll('"', '""')}"`;
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}
