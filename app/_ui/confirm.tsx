import type { ReactNode } from "react";

/**
 * A second look before something that cannot be taken back: what it does, and the button, behind a first press. It opens
 * in the flow, a line of its own among its neighbours, so that nothing is covered or cut off.
 */
export function Confirm({ label, text, children }: { label: string; text: string; children: ReactNode }) {
  return (
    <details className="open:basis-full">
      <summary className="button button-danger w-fit">{label}</summary>
      <div className="note note-bad mt-2 block max-w-md text-ink">
        <p className="mb-3">{text}</p>
        {children}
      </div>
    </details>
  );
}
