import type { ReactNode } from "react";

/** A second look before something that cannot be taken back: what it does, and the button, behind a first press. */
export function Confirm({ label, text, children }: { label: string; text: string; children: ReactNode }) {
  return (
    <details className="popover">
      <summary className="button button-danger">{label}</summary>
      <div className="popover-panel at-end w-72 p-3!">
        <p className="mb-3 whitespace-normal">{text}</p>
        {children}
      </div>
    </details>
  );
}
