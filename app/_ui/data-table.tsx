import type { Cell } from "./cell";
import { type Head, Table } from "./table";

export type { Cell, Head };

/**
 * Rows under their heads. What the cells say is made here, by the words and formats of the reader; how they look, `Table`
 * knows: so a row travels to the browser as little more than its words.
 */
export function DataTable<Row extends { id: string }>({
  rows,
  cell,
  ...table
}: {
  caption: string;
  heads: readonly Head[];
  rows: readonly Row[];
  cell: (row: Row, key: string) => Cell;
}) {
  const keys = table.heads.map(({ key }) => key);
  return <Table {...table} rows={rows.map((row) => ({ id: row.id, cells: keys.map((key) => cell(row, key)) }))} />;
}
