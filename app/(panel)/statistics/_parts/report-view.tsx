import { ChartFigure } from "@/app/_ui/chart/chart-figure";
import { Icon } from "@/app/_ui/icon";
import type { Report, Section } from "@/lib/statistics/report";
import type { Texts } from "@/lib/texts";
import { Headlines } from "./headlines";
import { ReportTable } from "./report-table";

/**
 * A report on the screen or on paper: figures, then each chart with the table of the same figures.
 * @param csvOf the file of a table; on paper there is none.
 */
export function ReportView({
  t,
  report,
  tag,
  csvOf,
  pdf = null,
}: {
  t: Texts;
  report: Report;
  /** Of number formats. */
  tag: string;
  csvOf: ((table: string) => string) | null;
  /** The report as a file; on paper there is none. */
  pdf?: string | null;
}) {
  return (
    <div className="report" data-results>
      <noscript>
        <style>{".chart { display: none }"}</style>
      </noscript>
      <div className="mt-5 flex flex-wrap items-center justify-between gap-3">
        <dl className="report-facts">
          {report.facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {pdf && (
          <a href={pdf} download className="button print:hidden">
            <Icon name="download" />
            {t("statistics.pdf")}
          </a>
        )}
      </div>
      <Headlines headline={report.headline} />
      {report.sections.map((section) => (
        <Part key={section.key} t={t} section={section} tag={tag} csv={csvOf?.(section.key) ?? null} />
      ))}
      <section className="report-notes" aria-labelledby="report-notes">
        <h2 id="report-notes">{t("statistics.notes")}</h2>
        <ul>
          {report.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Part({ t, section, tag, csv }: { t: Texts; section: Section; tag: string; csv: string | null }) {
  const { key, title, intro, chart, table } = section;
  const drawn = chart && chart.kind !== "matrix" ? chart : null;
  return (
    <section id={key} className="report-part" aria-labelledby={`${key}-title`}>
      <div className="report-part-head">
        <h2 id={`${key}-title`}>{title}</h2>
        {csv && (
          <a href={csv} className="report-csv" aria-label={t("statistics.csvOf", { title })}>
            {t("statistics.csv")}
          </a>
        )}
      </div>
      {intro && <p className="report-intro">{intro}</p>}
      <div className={drawn ? "report-pair" : undefined}>
        {drawn && (
          <ChartFigure
            chart={drawn}
            tag={tag}
            texts={{ help: t("statistics.chartHelp"), point: t.raw("statistics.point") }}
            onPaper={csv === null}
          />
        )}
        <ReportTable
          title={title}
          label={t("statistics.scrolls", { title })}
          table={table}
          shades={chart?.kind === "matrix" ? chart.values : null}
        />
      </div>
    </section>
  );
}
