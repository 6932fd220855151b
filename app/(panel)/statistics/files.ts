import type { NextRequest } from "next/server";
import type { Scope } from "@/lib/auth/scope";
import { CSV_KINDS, CSV_TYPE } from "@/lib/dataset/csv";
import { decimalSeparatorOf } from "@/lib/dataset/list-file";
import type { Period } from "@/lib/dataset/period";
import { invalid, notFound } from "@/lib/errors";
import type { Report } from "@/lib/statistics/report";
import { tableCsv } from "@/lib/statistics/table-csv";

/**
 * The file of one table of a report.
 * @throws AppError invalid: unknown `kind` · not-found: the report has no such table.
 */
export async function tableResponse(
  scope: Scope,
  request: NextRequest,
  { from, to }: Period,
  make: () => Promise<Report>,
): Promise<Response> {
  const params = request.nextUrl.searchParams;
  const said = params.get("kind") ?? "plain";
  const kind = CSV_KINDS.find((each) => each === said);
  if (!kind) throw invalid(`Cannot be read: kind. It is one of ${CSV_KINDS.join(", ")}.`);
  const { name, sections } = await make();
  const section = sections.find(({ key }) => key === params.get("table"));
  if (!section) throw notFound("Table");
  const file = tableCsv(section.table, kind, decimalSeparatorOf(scope.formats));
  const called = `${name}-${section.key}-${from}-${to}.csv`.replace(/[^\w.-]/g, "");
  return new Response(new Uint8Array(file), {
    headers: {
      "Content-Type": CSV_TYPE[kind],
      "Content-Disposition": `attachment; filename="${called}"`,
      "Cache-Control": "no-store, no-transform",
    },
  });
}
