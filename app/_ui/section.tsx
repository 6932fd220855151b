import { type ReactNode, useId } from "react";

/** A part of a page under its own heading. */
export function Section({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="card p-5">
      <h2 id={id}>{title}</h2>
      {intro && <p className="mt-1 max-w-prose text-soft">{intro}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}
