import type { ReactNode } from "react";

/** A short list whose entries have buttons of their own: beside one another where there is room. */
export const Rows = ({ children }: { children: ReactNode }) => (
  <ul className="divide-y divide-line border-y border-line empty:hidden">{children}</ul>
);

export const Row = ({ told, children }: { told: ReactNode; children?: ReactNode }) => (
  <li className="flex flex-wrap items-start gap-x-3 gap-y-2 py-3">
    <div className="min-w-56 flex-1">{told}</div>
    {children}
  </li>
);
