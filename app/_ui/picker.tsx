"use client";

import { Fragment, type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { Status } from "@/lib/messages/status";
import { StatusWord } from "./status";
import { useCloseWhenLeft } from "./use-close-when-left";

export type Option = {
  value: string;
  label: string;
  status?: Status;
  /** Begins a group of the list under this name. */
  heading?: string;
};

/** Lists longer than this can be searched. */
const SEARCHABLE = 12;

/**
 * Several of a list as tick boxes in a panel that opens under a button. Without a script it is a plain disclosure of
 * tick boxes; with one it tells what is ticked, finds in long lists and closes when left.
 */
export function Picker({
  name,
  label,
  options,
  chosen,
  any,
  usual = [],
  find,
  fault,
  footer,
  className = "",
}: {
  name: string;
  label: string;
  options: readonly Option[];
  chosen: readonly string[];
  /** What it says while nothing is ticked, or exactly the usual ones. */
  any: string;
  usual?: readonly string[];
  /** Label of the search in long lists. */
  find: string;
  fault?: string;
  footer?: ReactNode;
  className?: string;
}) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(chosen));
  const [sought, setSought] = useState("");
  const details = useRef<HTMLDetailsElement>(null);
  const faultId = useId();
  const [alive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  useCloseWhenLeft(details);

  const isUsual = ticked.size === usual.length && usual.every((value) => ticked.has(value));
  const told = isUsual ? [] : options.filter(({ value }) => ticked.has(value)).map((option) => option.label);
  const matches = (text: string) => text.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase());
  const toggle = (value: string, on: boolean) =>
    setTicked((before) => new Set(on ? [...before, value] : [...before].filter((each) => each !== value)));

  return (
    <div className={`field ${className}`}>
      <details ref={details} name="picker" className="popover">
        <summary aria-describedby={fault ? faultId : undefined} className="block rounded-[7px]">
          <span className="field-label">{label}</span>
          <span className="input arrow picker-face" data-invalid={fault ? "" : undefined}>
            <span className="truncate">{told.length > 0 ? told.join(", ") : any}</span>
            {told.length > 1 && <span className="picker-count">{told.length}</span>}
          </span>
        </summary>
        <fieldset className="popover-panel">
          <legend className="sr-only">{label}</legend>
          {alive && options.length > SEARCHABLE && (
            <input
              type="search"
              className="input mb-1"
              aria-label={find}
              placeholder={find}
              value={sought}
              onChange={(event) => setSought(event.target.value)}
              onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
            />
          )}
          {options.map((option) => (
            <Fragment key={option.value}>
              {option.heading && (
                <span className="option-heading block" hidden={sought !== ""}>
                  {option.heading}
                </span>
              )}
              <label className="option" hidden={!matches(option.label)}>
                <input
                  type="checkbox"
                  name={name}
                  value={option.value}
                  checked={ticked.has(option.value)}
                  onChange={(event) => toggle(option.value, event.target.checked)}
                />
                {option.status ? <StatusWord status={option.status}>{option.label}</StatusWord> : option.label}
              </label>
            </Fragment>
          ))}
          {footer}
        </fieldset>
      </details>
      {fault && (
        <span id={faultId} className="field-fault">
          {fault}
        </span>
      )}
    </div>
  );
}
