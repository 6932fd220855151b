// biome-ignore-all lint/a11y/noRedundantRoles: on a phone rows become cards by CSS, and some browsers drop the roles of a table that is laid out otherwise
"use client";

import type { Kind } from "@/lib/dataset/column";
import { type Cell, showCell } from "./cell";
import { Go } from "./go";
import { Icon } from "./icon";

export type Head = {
  key: string;
  label: string;
  kind: Kind;
  /** A column that orders the list: by it now, or the address that orders by it and what that link says. */
  sort?: { href: string; label: string } | "descending";
};

/** What a column looks like by its kind. */
const CLASSES: Partial<Record<Kind, string>> = { integer: "number", decimal: "number", phone: "phone", time: "time" };

/** Rows under their heads; on a phone each row is a card, on paper a row again. */
export function Table({
  caption,
  heads,
  rows,
}: {
  caption: string;
  heads: readonly Head[];
  rows: readonly { id: string; cells: readonly Cell[] }[];
}) {
  return (
    <div className="table-box card">
      <table role="table" className="data-table">
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {heads.map(({ key, label, kind, sort }) => (
              <th
                key={key}
                role="columnheader"
                scope="col"
                className={CLASSES[kind]}
                aria-sort={sort === "descending" ? sort : undefined}
              >
                {sort === undefined ? (
                  label
                ) : sort === "descending" ? (
                  <span className="inline-flex items-center gap-1 text-ink">
                    {label}
                    <Icon name="down" className="size-3" />
                  </span>
                ) : (
                  <Go href={sort.href} title={sort.label} className="text-inherit">
                    {label}
                  </Go>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ id, cells }) => (
            <tr key={id} role="row">
              {heads.map(({ key, label, kind }, place) => (
                <td key={key} role="cell" data-column={key} data-label={label} className={CLASSES[kind]}>
                  {showCell(cells[place])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
