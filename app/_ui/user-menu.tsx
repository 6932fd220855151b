"use client";

import { type ReactNode, useRef } from "react";
import { Icon } from "./icon";
import { useCloseWhenLeft } from "./use-close-when-left";

/** Who is signed in and what is his; a plain disclosure without a script. */
export function UserMenu({ label, name, children }: { label: string; name: string; children: ReactNode }) {
  const details = useRef<HTMLDetailsElement>(null);
  useCloseWhenLeft(details);
  return (
    <details ref={details} className="popover">
      <summary className="arrow min-h-9 rounded-md px-1.5 hover:bg-accent-soft" aria-label={`${label}: ${name}`}>
        <Icon name="person" />
        <span className="hidden max-w-40 truncate sm:inline">{name}</span>
      </summary>
      <div className="popover-panel at-end min-w-56">{children}</div>
    </details>
  );
}
