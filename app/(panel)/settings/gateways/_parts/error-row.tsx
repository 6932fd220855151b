"use client";

import { useSent } from "@/app/_ui/action-form";

/** A code and what it means; what was typed stays when the form comes back. */
export function ErrorRow({
  row,
  code,
  reason,
  reasons,
  labels,
}: {
  row: number;
  code: string;
  reason: string;
  reasons: readonly { value: string; label: string }[];
  labels: { code: string; reason: string };
}) {
  const { values } = useSent();
  const chosen = values.reason?.[row] ?? reason;
  return (
    <>
      <input
        name="code"
        aria-label={labels.code}
        defaultValue={values.code?.[row] ?? code}
        maxLength={40}
        spellCheck={false}
        className="input font-mono"
      />
      <select key={chosen} name="reason" aria-label={labels.reason} defaultValue={chosen} className="input">
        {reasons.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </>
  );
}
