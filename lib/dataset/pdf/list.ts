import { setImmediate } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { type Formats, formatsOf } from "@/lib/format";
import { type TextKey, type Texts, textsOf } from "@/lib/texts";
import type { Column } from "../column";
import type { StreamedFile } from "../file-response";
import type { AskedFile, SelectOf } from "../list-file";
import type { Period } from "../period";
import { type StoredRow, snapshotRows } from "../snapshot-rows";
import { SOFT } from "./colors";
import { PdfDocument } from "./document";
import { linesOf, type Span } from "./lines";
import { paperOf } from "./paper";
import { type Cell, headingWidth, PdfTable, type TableColumn } from "./table";

export const PDF_TYPE = "application/pdf";

/** What a list on paper ends at; files of values have no end. */
export const MOST_ROWS = 10_000;

/** What one list is to its PDF, so that the kernel knows no feature. */
export type PdfList<Q, C extends string, T> = {
  dataset: { name: string };
  count(tx: Transaction, scope: Scope, query: Q): Promise<T>;
  select: SelectOf<Q, C>;
  /** Columns that the cells of these tell of, too: why a message failed. */
  besides?(columns: readonly C[]): readonly C[];
  tell(scope: Scope, now: Date): Told<T>;
};

export type Told<T> = {
  rows(totals: T): number;
  /** Figures of the whole question: "12 345", "messages". */
  figures(totals: T): readonly (readonly [figure: string, what: string])[];
  /** The parts it is made of: statuses, people and robots. */
  parts(totals: T): readonly Part[];
  /** How wide a column is in points, where its kind does not tell. */
  widths: Readonly<Record<string, number>>;
  /** Undefined: as its kind is told. */
  cell(row: StoredRow, column: Column): Cell | undefined;
};

type Part = { icon?: { path: string; color: string }; name: string; figure: string; share?: string };

/**
 * A list as PDF while its rows are read: the question and its totals, then the rows in the fields and the order shown, at
 * most 10 000, and it says so.
 */
export function listPdf<Q extends { period: Period; sort: string }, C extends string, T>(list: PdfList<Q, C, T>) {
  /**
   * @param sentence the question as the page says it.
   * @throws AppError forbidden, too-many; whatever keeps the query from running, before the first byte. See snapshotRows.
   */
  return async (
    scope: Scope,
    { query, columns }: AskedFile<Q, C>,
    sentence: string,
    now: Date,
    signal: AbortSignal,
  ): Promise<StreamedFile> => {
    const keys = columns.map(({ key }) => key);
    const read = [...new Set([...keys, ...(list.besides?.(keys) ?? [])])];
    const count = (tx: Transaction) => list.count(tx, scope, query);
    const rows = sql`${list.select(scope, query, read)} limit ${MOST_ROWS}`;
    const { totals, batches } = await snapshotRows(scope, count, rows, signal);
    const order = textsOf(scope.locale)(`sort.${query.sort}` as TextKey);
    const told = { columns, sentence, order, totals, tell: list.tell(scope, now) };
    const { from, to } = query.period;
    return {
      name: `${list.dataset.name}-${from}-${to}.pdf`,
      type: PDF_TYPE,
      chunks: draw(scope, told, batches, now),
    };
  };
}

/** What is drawn: the question and its order as the page says them, and what it comes to. */
type Drawn<T> = { columns: readonly Column[]; sentence: string; order: string; totals: T; tell: Told<T> };

async function* draw<T>(
  scope: Scope,
  list: Drawn<T>,
  batches: AsyncGenerator<StoredRow[]>,
  now: Date,
): AsyncGenerator<Buffer> {
  try {
    const t = textsOf(scope.locale);
    const formats = formatsOf(scope, now);
    const headings = list.columns.map(({ key }) => t(`column.${key}` as TextKey));
    const widths = list.columns.map(({ key, kind }, index) =>
      Math.max(list.tell.widths[key] ?? WIDTHS[kind], headingWidth({ heading: headings[index]! }, SIZE)),
    );
    const wanted = widths.reduce((sum, width) => sum + width, 0);
    const pdf = new PdfDocument({
      title: list.sentence,
      language: scope.locale,
      author: scope.account.name,
      now,
      paper: paperOf(scope.formats),
      landscape: wanted > UPRIGHT,
      head: [list.sentence, `${scope.account.name} · ${scope.zone}`],
      foot: t("pdf.made", { time: formatsOf(scope).time(now), zone: scope.zone }),
      numbered: { running: (page) => t("pdf.page", { page: formats.integer(page) }) },
    });
    heading(pdf, t, formats, list);
    // Fields without end are written smaller, down to what can still be read.
    const size = Math.max(SMALLEST, Math.min(SIZE, (SIZE * pdf.width) / wanted));
    const columns = list.columns.map(
      (column, index): TableColumn => ({
        ...{
          heading: headings[index]!,
          weight: widths[index]!,
          most: column.kind === "word" ? MOST_LINES + 1 : MOST_LINES,
        },
        align: column.kind === "integer" || column.kind === "decimal" ? "end" : "start",
      }),
    );
    const table = new PdfTable(pdf, columns, size);
    const usual = usualCell(t, formats);
    let page = pdf.pages;
    let rows = 0;
    for await (const batch of batches) {
      for (const row of batch) {
        table.row(list.columns.map((column) => list.tell.cell(row, column) ?? usual(row[column.key], column)));
        rows++;
        if (pdf.pages === page) continue;
        page = pdf.pages;
        yield pdf.take();
        // Drawing is work: whoever else waits comes in between.
        await setImmediate();
      }
    }
    table.end();
    pdf.y += 8;
    paragraph(pdf, [{ text: `${extent(t, formats, list)} ${rows > 0 ? t("pdf.end") : ""}` }], 8);
    yield pdf.end();
  } finally {
    await batches.return(undefined);
  }
}

const SIZE = 7.5;
const SMALLEST = 4.5;
const MOST_LINES = 3;
/** Points of fields that are still put on upright paper. */
const UPRIGHT = 630;

/** In points at the usual size. */
const WIDTHS: Record<Column["kind"], number> = {
  ...{ text: 66, word: 66, code: 84, phone: 74, integer: 38, decimal: 38, time: 72 },
};

function heading<T>(pdf: PdfDocument, t: Texts, formats: Formats, list: Drawn<T>): void {
  const { tell, totals } = list;
  const title = linesOf([{ text: list.sentence, look: "strong" }], 14, pdf.width, 4);
  pdf.bookmark(list.sentence);
  pdf.y += pdf.lines("H1", title, { x: pdf.left, width: pdf.width, size: 14, leading: 18 }) + 5;
  const figures = tell
    .figures(totals)
    .flatMap(([figure, what], index): Span[] => [
      ...(index > 0 ? [{ text: "    " }] : []),
      { text: figure, look: "strong" },
      { text: ` ${what}`, color: SOFT },
    ]);
  paragraph(pdf, figures, 10);
  const parts = tell.parts(totals);
  if (parts.length > 0) drawParts(pdf, parts);
  paragraph(
    pdf,
    [
      {
        text: `${extent(t, formats, list)} ${list.order}. ${t("pdf.shortened", { lines: formats.integer(MOST_LINES) })}`,
        color: SOFT,
      },
    ],
    8,
  );
  pdf.y += 8;
}

function paragraph(pdf: PdfDocument, spans: readonly Span[], size: number): void {
  const lines = linesOf(spans, size, pdf.width);
  pdf.room(lines.length * size * 1.42);
  pdf.y += pdf.lines("P", lines, { x: pdf.left, width: pdf.width, size }) + 3;
}

/** "✓ Delivered 1 234 97.1 %", side by side, as many as a line holds. */
function drawParts(pdf: PdfDocument, parts: readonly Part[]): void {
  const size = 8.5;
  pdf.y += 2;
  pdf.within("L", () => {
    let x = pdf.left;
    for (const { icon, name, figure, share } of parts) {
      const spans: Span[] = [{ text: `${name} ` }, { text: figure, look: "strong" }];
      if (share) spans.push({ text: ` ${share}`, color: SOFT });
      const [line] = linesOf(spans, size, pdf.width, 1);
      const indent = icon ? size * 1.4 : 0;
      const wide = line!.width + indent + 16;
      if (x > pdf.left && x + wide > pdf.right) {
        x = pdf.left;
        pdf.y += size * 1.6;
      }
      const at = x;
      const draw = () => {
        if (icon) pdf.ink.icon(icon.path, at, pdf.y + size * 0.2, size * 1.1, icon.color);
        pdf.ink.text(line!, at + indent, pdf.y + size * 1.07, size);
      };
      pdf.within("LI", () => pdf.mark("LBody", draw));
      x += wide;
    }
  });
  pdf.y += size * 1.6 + 3;
}

/** How much of the question is on paper. */
function extent<T>(t: Texts, formats: Formats, { tell, totals }: Drawn<T>): string {
  const total = tell.rows(totals);
  return total > MOST_ROWS
    ? t("pdf.cut", { shown: formats.integer(MOST_ROWS), total: formats.integer(total) })
    : t("pdf.whole", { total, shown: formats.integer(total) });
}

export const NOTHING: Cell = { spans: [{ text: "–", color: SOFT }] };
export const words = (text: string): Cell => ({ spans: [{ text }] });

/** As the page shows a value of the kind. */
function usualCell(t: Texts, formats: Formats) {
  return (value: unknown, { kind, words: section }: Column): Cell => {
    if (value === null || value === undefined || value === "") return NOTHING;
    switch (kind) {
      case "word":
        return words(section === "country" ? formats.country(String(value)) : t(`${section}.${value}` as TextKey));
      case "integer":
        return words(formats.integer(Number(value)));
      case "decimal":
        return words(formats.decimal(String(value)));
      case "time":
        return words(formats.time(value as Date));
      default:
        return words(String(value));
    }
  };
}
