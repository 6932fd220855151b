"use client";

import { useId, useRef, useState } from "react";

/** A text to take away: by hand, or with one press where the browser lets us. */
export function CopyField({
  label,
  value,
  texts,
  labelled = false,
  hint,
  className = "",
}: {
  label: string;
  value: string;
  texts: { copy: string; copied: string };
  /** The label is seen, not only heard. */
  labelled?: boolean;
  hint?: string;
  className?: string;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    input.current?.select();
    await navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => {}, // refused: it stands selected
    );
  };
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id} className={labelled ? "field-label" : "sr-only"}>
        {label}
      </label>
      <div className="flex gap-2">
        <input
          ref={input}
          id={id}
          className="input font-mono"
          value={value}
          readOnly
          spellCheck={false}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" className="button" onClick={copy} aria-live="polite">
          {copied ? texts.copied : texts.copy}
        </button>
      </div>
      {hint && (
        <span id={`${id}-hint`} className="field-hint">
          {hint}
        </span>
      )}
    </div>
  );
}
