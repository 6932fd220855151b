"use client";

import { useEffect, useState } from "react";
import english from "@/lib/texts/en/common.json";
import spanish from "@/lib/texts/es/common.json";

/** The page itself could not be made, so this one knows its reader only by the document's language. */
export function Fault({ error, retry }: { error: unknown; retry: () => void }) {
  const [language, setLanguage] = useState("en");
  useEffect(() => setLanguage(document.documentElement.lang || navigator.language.slice(0, 2)), []);
  const { fault, error: outcomes } = language === "es" ? spanish : english;
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
  const known = /^acuse:(.+)$/.exec(digest)?.[1];
  const said = known && Object.hasOwn(outcomes, known) ? outcomes[known as keyof typeof outcomes] : null;
  return (
    <main id="content" className="page max-w-[44rem] pt-16 md:pt-24">
      <h1>{fault.title}</h1>
      <p className="mt-2">{said ?? fault.text}</p>
      {!said && digest && <p className="mt-2 text-soft">{fault.code.replace("{code}", digest)}</p>}
      <p className="mt-5 flex flex-wrap gap-2">
        <button type="button" className="button button-primary" onClick={retry}>
          {fault.again}
        </button>
        {/* A whole new page: what is broken may be the one that is loaded. */}
        <a href="/" className="button">
          {fault.home}
        </a>
      </p>
    </main>
  );
}
