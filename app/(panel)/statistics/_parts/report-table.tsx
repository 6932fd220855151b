import type { CSSProperties } from "react";
import { Go } from "@/app/_ui/go";
import { StatusWord } from "@/app/_ui/status";
import type { Cell, Table, TableRow } from "@/lib/statistics/report";

/** More rows than this may be cut between two sheets of paper. */
const ROWS_ON_A_SHEET = 26;

/**
 * The figures of a section; each leads to its rows.
 * @param shades of a matrix: the more, the darker, in the cells after each row's name.
 */
export function ReportTable({
  title,
  label,
  table: { columns, rows, total },
  shades,
}: {
  title: string;
  label: string;
  table: Table;
  shades: readonly (readonly number[])[] | null;
}) {
  const most = Math.max(1, ...(shades ?? []).flat());
  const shade = (row: number, column: number) => {
    const value = shades?.[row]?.[column - 1];
    return value ? ({ "--shade": `${Math.round(4 + (34 * value) / most)}%` } as CSSProperties) : undefined;
  };
  const cellsOf = ({ key, cells }: TableRow, row: number) => (
    <tr key={key}>
      {cells.map((cell, index) => {
        const { key: column, kind } = columns[index]!;
        return index === 0 ? (
          <th key={column} scope="row">
            {cell.text}
          </th>
        ) : (
          <td key={column} className={kind === "text" ? undefined : "number"} style={shade(row, index)}>
            <Figure cell={cell} />
          </td>
        );
      })}
    </tr>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys too
    <section className="report-scroll" tabIndex={0} aria-label={label}>
      <table
        className={`report-table ${rows.length > ROWS_ON_A_SHEET ? "report-table-long" : ""} ${shades ? "report-matrix" : ""}`}
      >
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {columns.map(({ key, label, kind, status }) => (
              <th key={key} scope="col" className={kind === "text" ? undefined : "number"}>
                {status ? <StatusWord status={status}>{label}</StatusWord> : label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows.map(cellsOf)}</tbody>
        {total && <tfoot>{cellsOf(total, -1)}</tfoot>}
      </table>
    </section>
  );
}

function Figure({ cell: { text, value, href } }: { cell: Cell }) {
  if (href) return <Go href={href}>{text}</Go>;
  return value === 0 || value === null ? <span className="text-soft">{text}</span> : text;
}
