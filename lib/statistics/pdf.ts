import { setImmediate } from "node:timers/promises";
import type { Scope } from "@/lib/auth/scope";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { chartHeight, drawChart, type WriteValue } from "@/lib/dataset/pdf/chart";
import { INK, PAPER, SOFT } from "@/lib/dataset/pdf/colors";
import { type Area, PdfDocument } from "@/lib/dataset/pdf/document";
import { heading, paragraph, table } from "@/lib/dataset/pdf/flow";
import { linesOf, widthOf } from "@/lib/dataset/pdf/lines";
import { PDF_TYPE } from "@/lib/dataset/pdf/list";
import { paperOf } from "@/lib/dataset/pdf/paper";
import { type Cell as PdfCell, tableHeight } from "@/lib/dataset/pdf/table";
import { type Formats, formatsOf } from "@/lib/format";
import { SHAPES } from "@/lib/icons";
import type { Status } from "@/lib/messages/status";
import { publicUrl } from "@/lib/public-url";
import { type Texts, textsOf } from "@/lib/texts";
import type { Headline, Report, Section, TableRow } from "./report";

/** A report on paper, to be handed to somebody: what the page shows, figure by figure. `period`: local days, for its name. */
export function reportPdf(scope: Scope, report: Report, period: { from: string; to: string }, now: Date): StreamedFile {
  const name = `${report.name}-${period.from}-${period.to}.pdf`;
  return { name, type: PDF_TYPE, chunks: drawReport(scope, report, now) };
}

/** In one piece, because each page tells of how many it is one; between the sections others have their turn. */
async function* drawReport(scope: Scope, report: Report, now: Date): AsyncGenerator<Buffer> {
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope);
  const write: WriteValue = (value, kind) => writeValue(formats, value, kind);
  const pdf = new PdfDocument({
    title: `${report.title}: ${report.sentence}`,
    language: scope.locale,
    author: scope.account.name,
    now,
    paper: paperOf(scope.formats),
    head: [report.sentence, `${scope.account.name} · ${scope.zone}`],
    foot: t("pdf.made", { time: formats.time(now), zone: scope.zone }),
    numbered: { of: (page, pages) => t("pdf.pageOf", { page: formats.integer(page), pages: formats.integer(pages) }) },
  });
  heading(pdf, 1, report.title, { mark: 1 });
  paragraph(pdf, [{ text: report.sentence }], { size: 11.5 });
  const facts = report.facts.map(({ label, value }, index) => `${index > 0 ? "    " : ""}${label}: ${value}`);
  paragraph(pdf, [{ text: facts.join("") }], { size: 8.5, color: SOFT, after: 10 });
  // A report by day has thousands of addresses, all of one installation.
  const { origin } = new URL(publicUrl("/"));
  drawHeadline(pdf, report.headline, origin);
  paragraph(pdf, [{ text: t("pdf.figuresLead"), color: SOFT }], { size: 8, after: 4 });
  for (const section of report.sections) {
    drawSection(pdf, t, section, write, origin);
    await setImmediate();
  }
  heading(pdf, 2, t("statistics.notes"), { mark: 1 });
  for (const note of report.notes) paragraph(pdf, [{ text: note }], { size: 8.5, color: SOFT, after: 4 });
  yield pdf.end();
}

const ROW = 3;
const FIGURE = 21;
const MARK = 22;
const TONES = {
  good: { path: SHAPES.delivered, color: PAPER.good },
  warn: { path: SHAPES.warning, color: PAPER.warn },
  bad: { path: SHAPES.rejected, color: PAPER.bad },
} as const;

/** The figures that matter, three side by side: what it is, the figure, what it is held against. */
function drawHeadline(pdf: PdfDocument, headline: readonly Headline[], origin: string): void {
  const gap = 18;
  const wide = (pdf.width - gap * (ROW - 1)) / ROW;
  const roomOf = ({ tone }: Headline) => wide - (tone ? MARK : 0);
  // One size for all: that at which the longest, a length of time, is whole.
  const size = Math.min(
    FIGURE,
    ...headline.map((each) => (0.99 * FIGURE * roomOf(each)) / widthOf(each.value.text, FIGURE, "strong")),
  );
  pdf.within("L", () => {
    for (let from = 0; from < headline.length; from += ROW) {
      const row = headline.slice(from, from + ROW).map((each, index) => {
        const { path, color } = each.tone ? TONES[each.tone] : { path: null, color: INK };
        const href = each.value.href && origin + each.value.href;
        return {
          ...{ x: pdf.left + index * (wide + gap), path, color, href },
          says: `${each.label}: ${each.value.text}`,
          label: linesOf([{ text: each.label }], 8.5, wide, 2),
          value: linesOf([{ text: each.value.text, look: "strong", color }], size, roomOf(each), 1),
          note: linesOf([{ text: each.note ?? "" }], 8, wide, 3),
        };
      });
      const height = 6 + 13 + 30 + Math.max(...row.map(({ note }) => note.length)) * 11.6 + 8;
      pdf.room(height);
      for (const { x, path, color, href, says, label, value, note } of row) {
        pdf.decorate(() => pdf.ink.line(x, pdf.y, x + wide, pdf.y, INK, 0.8));
        const draw = () => {
          pdf.ink.stack(label, x, pdf.y + 6, 8.5, SOFT);
          pdf.ink.stack(value, x, pdf.y + 19 + (FIGURE - size), size);
          if (path) pdf.ink.icon(path, x + (value[0]?.width ?? 0) + 7, pdf.y + 25, 15, color);
          pdf.ink.stack(note, x, pdf.y + 49, 8, SOFT);
        };
        const area: Area = [x, pdf.y, wide, height - 8];
        pdf.within("LI", () => {
          if (href) pdf.within("LBody", () => pdf.mark("Link", draw, { link: { href, area, says } }));
          else pdf.mark("LBody", draw);
        });
      }
      pdf.y += height;
    }
  });
  pdf.y += 2;
}

const TABLE = 8;

function drawSection(pdf: PdfDocument, t: Texts, section: Section, write: WriteValue, origin: string): void {
  const { title, intro, chart, table: given } = section;
  // Heading, chart and table stay together where they fit on a page.
  const above = (chart ? chartHeight(pdf, chart) + 8 : 0) + (intro ? 28 : 0);
  const whole = above + tableHeight(given.rows.length + (given.total ? 1 : 0), TABLE) + 12;
  heading(pdf, 2, title, { mark: 1, keep: whole < pdf.bottom - pdf.top - 40 ? whole : above + 60 });
  if (intro) paragraph(pdf, [{ text: intro }], { size: 8.5, color: SOFT, after: 6 });
  if (chart) {
    drawChart(pdf, chart, write, t("pdf.chart", { title }));
    pdf.y += 8;
  }
  const columns = given.columns.map(({ label, kind, status }) => ({
    ...{ heading: label, most: 3, icon: status && iconOf(status) },
    align: kind === "text" ? ("start" as const) : ("end" as const),
  }));
  const rows = given.rows.map((row) => cellsOf(row, origin, section.key === "status"));
  table(pdf, columns, rows, { size: TABLE, ...(given.total ? { total: cellsOf(given.total, origin) } : {}) });
}

/** @param ofStatuses the row's name is that of a status, and the row's key its key. */
function cellsOf({ key, cells }: TableRow, origin: string, ofStatuses = false): PdfCell[] {
  return cells.map(({ text, value, href }, index) => ({
    // Nothing is seen less than something.
    spans: [{ text, ...(href ? { href: origin + href } : {}), ...(value === 0 ? { color: SOFT } : {}) }],
    ...(ofStatuses && index === 0 ? { icon: iconOf(key as Status) } : {}),
  }));
}

const iconOf = (status: Status) => ({ path: SHAPES[status], color: PAPER[status] });

function writeValue(formats: Formats, value: number, kind: Parameters<WriteValue>[1]): string {
  switch (kind) {
    case "integer":
      return formats.integer(value);
    case "decimal":
      return formats.decimal(String(value));
    case "share":
      return formats.share(value);
    case "duration":
      return formats.duration(value);
  }
}
