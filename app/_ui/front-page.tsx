import type { ReactNode } from "react";
import { Brand } from "./brand";

/** A page before the sign-in: the name, and one thing to do. */
export function FrontPage({ brand, title, children }: { brand: string; title: string; children: ReactNode }) {
  return (
    <main id="content" className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-4 py-10">
      <div className="mb-6">
        <Brand name={brand} />
      </div>
      <div className="card p-6">
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
