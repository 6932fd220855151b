import type { ReactNode } from "react";

/**
 * A second look before something that cannot be taken back: what it does, and the button, behind a first press. It opens
 * in the flow, a line of its own among its neighbours, so that nothing is covered or cut off.
 */
export function Confirm({
  label,
  text,
  children,
  harmless = false,
}: {
  label: string;
  text: string;
  children: ReactNode;
  /** Nothing is lost by it, but it cannot be taken back either. */
  harmless?: boolean;
}) {
  return (
    <details className="open:basis-full">
      <summary className={`button w-fit ${harmless ? "" : "button-danger"}`}>{label}</summary>
      <div className={`note mt-2 block max-w-md text-ink ${harmless ? "" : "note-bad"}`}>
        <p className="mb-3">{text}</p>
        {children}
      </div>
    </details>
  );
}
