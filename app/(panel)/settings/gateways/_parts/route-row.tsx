"use client";

import { useId } from "react";
import { useSent } from "@/app/_ui/action-form";

/** A prefix and the gateway it goes to; what was typed stays when the form comes back, with its fault. */
export function RouteRow({
  row,
  prefix,
  gateway,
  gateways,
  labels,
}: {
  row: number;
  prefix: string;
  gateway: string;
  gateways: readonly { value: string; label: string }[];
  labels: { prefix: string; gateway: string };
}) {
  const id = useId();
  const { values, faults } = useSent();
  const chosen = values.gateway?.[row] ?? gateway;
  const fault = faults[`row.${row}`];
  return (
    <>
      <input
        name="prefix"
        aria-label={labels.prefix}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? id : undefined}
        defaultValue={values.prefix?.[row] ?? prefix}
        inputMode="numeric"
        maxLength={17}
        spellCheck={false}
        autoComplete="off"
        className="input font-mono"
      />
      <select key={chosen} name="gateway" aria-label={labels.gateway} defaultValue={chosen} className="input">
        {gateways.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {fault && (
        <span id={id} className="field-fault col-span-2">
          {fault}
        </span>
      )}
    </>
  );
}
