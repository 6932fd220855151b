import { useId } from "react";

/** One of a list, or none of it. */
export function SelectField({
  name,
  label,
  options,
  value,
  none,
  fault,
  className = "",
}: {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  value: string;
  /** What it says while nothing is chosen. */
  none: string;
  fault?: string;
  className?: string;
}) {
  const id = useId();
  return (
    <div className={`field ${className}`}>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        name={name}
        className="input"
        defaultValue={value}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-fault` : undefined}
      >
        <option value="">{none}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {fault && (
        <span id={`${id}-fault`} className="field-fault">
          {fault}
        </span>
      )}
    </div>
  );
}
