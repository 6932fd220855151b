"use client";

import { useSent } from "@/app/_ui/action-form";

/** A gateway's word and the status it means; what was typed stays when the form comes back. */
export function WordRow({
  row,
  word,
  meaning,
  meanings,
  labels,
}: {
  row: number;
  word: string;
  meaning: string;
  meanings: readonly { value: string; label: string }[];
  labels: { word: string; meaning: string };
}) {
  const { values, faults } = useSent();
  const chosen = values.meaning?.[row] ?? meaning;
  const fault = row === 0 ? faults.statuses : undefined;
  return (
    <>
      <div className="min-w-0">
        <input
          name="word"
          aria-label={labels.word}
          aria-invalid={fault ? true : undefined}
          defaultValue={values.word?.[row] ?? word}
          maxLength={100}
          spellCheck={false}
          className="input font-mono"
        />
        {fault && <span className="field-fault">{fault}</span>}
      </div>
      <select key={chosen} name="meaning" aria-label={labels.meaning} defaultValue={chosen} className="input">
        {meanings.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </>
  );
}
