import { FormSelect } from "@/app/_ui/form-field";
import { readPhoneCell } from "@/lib/imports/phone-cell";
import type { Texts } from "@/lib/texts";

type Column = { place: number; now: string; title: string; options: { value: string; label: string }[] };

/** The first rows as they are cut, what each column is, and beside a number why it could not be taken. */
export function Preview({
  t,
  columns,
  rows,
  country,
}: {
  t: Texts;
  columns: Column[];
  rows: string[][];
  country: string | null;
}) {
  const faultOf = (cell: string) => {
    const read = readPhoneCell(cell, country);
    return read.ok ? null : t(`remark.${read.reason}`);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <div className="overflow-x-auto" tabIndex={0}>
      <table className="course import-preview">
        <thead>
          <tr>
            {columns.map(({ place, now, options, title }) => (
              <th key={place} scope="col">
                <FormSelect name={`column-${place}`} label={title} value={now} options={options} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a file have only their place.
            <tr key={line}>
              {columns.map(({ place, now }) => {
                const cell = row[place] ?? "";
                const fault = now === "number" ? faultOf(cell) : null;
                return (
                  <td key={place} data-left-out={now === "ignore" || undefined}>
                    {cell}
                    {fault && <span className="field-fault block">{fault}</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
