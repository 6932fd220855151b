import { type ReactNode, useId } from "react";

/** A part of a page under its own heading. @param anchor what a link to just this part is called. */
export function Section({
  title,
  intro,
  anchor,
  children,
}: {
  title: string;
  intro?: string;
  anchor?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={id} className="card p-5">
      <h2 id={id}>{title}</h2>
      {intro && <p className="mt-1 max-w-prose text-soft">{intro}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}
