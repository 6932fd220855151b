"use client";

import { type ReactNode, useId } from "react";
import { useSent } from "./action-form";

type Common = { name: string; label: string; hint?: string; className?: string; hideLabel?: boolean };

/** Label above, hint and fault below; both are told to those who listen. */
function Frame({
  id,
  name,
  label,
  hint,
  className = "",
  hideLabel,
  children,
}: Common & { id: string; children: ReactNode }) {
  const fault = useSent().faults[name];
  return (
    <div className={`field ${className}`}>
      <label className={hideLabel ? "sr-only" : "field-label"} htmlFor={id}>
        {label}
      </label>
      {children}
      {fault ? (
        <span id={`${id}-told`} className="field-fault">
          {fault}
        </span>
      ) : (
        hint && (
          <span id={`${id}-told`} className="field-hint">
            {hint}
          </span>
        )
      )}
    </div>
  );
}

function useField({ name, hint }: Common, value: string) {
  const id = useId();
  const { values, faults } = useSent();
  const fault = faults[name];
  return {
    value: values[name]?.[0] ?? value,
    input: {
      ...{ id, name, className: "input", "aria-invalid": fault ? (true as const) : undefined },
      "aria-describedby": fault || hint ? `${id}-told` : undefined,
    },
  };
}

/** A labelled input of an `ActionForm`. */
export function FormField({
  value = "",
  type = "text",
  autoComplete = "off",
  inputMode,
  max,
  readOnly,
  ...common
}: Common & {
  value?: string;
  type?: "text" | "email" | "password" | "url";
  autoComplete?: string;
  inputMode?: "numeric" | "decimal";
  max?: number;
  readOnly?: boolean;
}) {
  const { value: shown, input } = useField(common, value);
  return (
    <Frame id={input.id} {...common}>
      <input
        {...input}
        type={type}
        defaultValue={shown}
        autoComplete={autoComplete}
        inputMode={inputMode}
        maxLength={max}
        readOnly={readOnly}
        spellCheck={false}
        autoCapitalize={type === "text" ? undefined : "none"}
      />
    </Frame>
  );
}

/** A labelled text of several lines of an `ActionForm`. */
export function FormArea({
  value = "",
  rows = 5,
  max,
  mono = false,
  ...common
}: Common & {
  value?: string;
  rows?: number;
  max?: number;
  /** For what is code: an example of a request. */
  mono?: boolean;
}) {
  const { value: shown, input } = useField(common, value);
  return (
    <Frame id={input.id} {...common}>
      <textarea
        {...input}
        className={mono ? "input font-mono" : "input"}
        defaultValue={shown}
        rows={rows}
        maxLength={max}
        spellCheck={false}
        autoCapitalize="none"
      />
    </Frame>
  );
}

/** A labelled choice of an `ActionForm`. */
export function FormSelect({
  value,
  options,
  ...common
}: Common & { value: string; options: readonly { value: string; label: string }[] }) {
  const { value: shown, input } = useField(common, value);
  return (
    <Frame id={input.id} {...common}>
      {/* The key: React resets a form to the option that was the default when the select was made. */}
      <select key={shown} {...input} defaultValue={shown}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** Boxes to tick, under one legend. */
export function FormBoxes({
  name,
  legend,
  ticked,
  options,
}: {
  name: string;
  legend: string;
  ticked: readonly string[];
  options: readonly { value: string; label: string }[];
}) {
  const id = useId();
  const { values, faults, fault } = useSent();
  const shown = values[name] ?? (fault ? [] : ticked);
  return (
    <fieldset key={shown.join()} className="field" aria-describedby={faults[name] ? `${id}-told` : undefined}>
      <legend className="field-label">{legend}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1.5">
        {options.map(({ value, label }) => (
          <label key={value} className="flex min-h-7 items-center gap-2">
            <input
              type="checkbox"
              name={name}
              value={value}
              defaultChecked={shown.includes(value)}
              aria-invalid={faults[name] ? true : undefined}
            />
            {label}
          </label>
        ))}
      </div>
      {faults[name] && (
        <span id={`${id}-told`} className="field-fault">
          {faults[name]}
        </span>
      )}
    </fieldset>
  );
}

/** One box to tick. */
export function FormTick({
  name,
  label,
  hint,
  ticked,
}: {
  name: string;
  label: string;
  hint?: string;
  ticked: boolean;
}) {
  const id = useId();
  const { values, fault } = useSent();
  const shown = fault ? name in values : ticked;
  return (
    <div className="field">
      <label className="flex items-start gap-2">
        <input
          key={String(shown)}
          type="checkbox"
          name={name}
          defaultChecked={shown}
          className="mt-0.5"
          aria-describedby={hint ? `${id}-told` : undefined}
        />
        {label}
      </label>
      {hint && (
        <span id={`${id}-told`} className="field-hint">
          {hint}
        </span>
      )}
    </div>
  );
}
