import { useId } from "react";

/** A labelled input; what is wrong with it is said below and to those who listen. */
export function TextField({
  name,
  label,
  value,
  hint,
  fault,
  type = "text",
  max,
  inputMode,
  className = "",
}: {
  name: string;
  label: string;
  value: string;
  hint?: string;
  fault?: string;
  type?: "text" | "date" | "time";
  max?: number;
  inputMode?: "numeric" | "decimal";
  className?: string;
}) {
  const id = useId();
  return (
    <div className={`field ${className}`}>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="input"
        type={type}
        name={name}
        defaultValue={value}
        placeholder={hint}
        maxLength={max}
        // A number is not all digits while one types it: +, spaces and the * of a beginning.
        inputMode={inputMode === "numeric" ? "tel" : inputMode}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-fault` : undefined}
      />
      {fault && (
        <span id={`${id}-fault`} className="field-fault">
          {fault}
        </span>
      )}
    </div>
  );
}
