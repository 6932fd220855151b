"use client";

import { useSent } from "./action-form";

/** What came out of the form it stands in, where that takes a table; nothing before it was sent. */
export function SentTable() {
  const { table } = useSent();
  if (!table || table.rows.length === 0) return null;
  return (
    <div className="overflow-x-auto rounded-lg border border-line">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">{table.caption}</caption>
        <thead className="text-xs text-soft">
          <tr>
            {table.heads.map((head) => (
              <th key={head} scope="col" className="px-3 py-2 font-medium">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer, which never change place
            <tr key={at} className="border-t border-line align-top">
              {row.map((value, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                <td key={place} className="px-3 py-2 wrap-anywhere">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
