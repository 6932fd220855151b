import type { ReactNode } from "react";
import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import type { Formats } from "@/lib/format";

type Other = { id: string; at: Date; text: string | null; beside: ReactNode };

/** What else there is of the same person, the latest first, each leading to its own page under `path`. */
export function OtherList({
  formats,
  title,
  none,
  path,
  others,
  children,
}: {
  formats: Formats;
  title: string;
  /** Said where there is nothing. */
  none: string;
  path: string;
  others: readonly Other[];
  children?: ReactNode;
}) {
  return (
    <section className="card p-4 md:p-5">
      <h2>{title}</h2>
      {others.length === 0 ? (
        <p className="mt-2 text-soft">{none}</p>
      ) : (
        <ul className="mt-2 divide-y divide-line">
          {others.map(({ id, at, text, beside }) => (
            <li key={id} className="py-2">
              <p className="flex items-baseline justify-between gap-3">
                <Go href={`${path}/${id}`}>
                  <Instant at={at} formats={formats} />
                </Go>
                {beside}
              </p>
              <p className="truncate text-soft" dir="auto">
                {text}
              </p>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && children}
    </section>
  );
}
