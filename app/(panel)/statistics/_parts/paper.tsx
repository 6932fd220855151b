import type { ReactNode } from "react";
import type { Report } from "@/lib/statistics/report";
import type { Texts } from "@/lib/texts";
import { PrintWhenReady } from "./print-when-ready";

/** A report on paper: it opens the browser's dialog by itself, and every sheet says what it is of. */
export function Paper({
  t,
  report: { title, sentence, facts },
  back,
  children,
}: {
  t: Texts;
  report: Report;
  /** Leads back to the report on the screen. */
  back: ReactNode;
  children: ReactNode;
}) {
  const [account, zone, made] = facts.map(({ value }) => value);
  const running = t("statistics.printed", { title, account: account!, zone: zone!, made: made! });
  return (
    <main id="content" className="paper">
      <style>{`@page report { @top-left { content: ${cssText(running)} } }`}</style>
      <div className="paper-bar">
        {back}
        <PrintWhenReady label={t("statistics.print")} />
      </div>
      <h1>{title}</h1>
      <p className="report-sentence">{sentence}</p>
      {children}
    </main>
  );
}

/** A text as CSS writes it; `<` too, for it stands in a page. */
const cssText = (text: string) =>
  `"${text.replace(/[^\p{L}\p{N} ·.,:/()+-]/gu, (character) => `\\${character.codePointAt(0)!.toString(16)} `)}"`;
