import type { ReactNode } from "react";

export type Fact = [label: string, value: ReactNode];

/** What is known of one thing; what it does not have is left out. */
export const FactsCard = ({ title, facts }: { title: string; facts: readonly Fact[] }) => (
  <section className="card p-4 md:p-5">
    <h2>{title}</h2>
    <dl className="facts mt-3">
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
    </dl>
  </section>
);
