import type { NextRequest } from "next/server";
import type { Scope } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { CSV_KINDS, CSV_TYPE } from "@/lib/dataset/csv";
import type { Fields, Query } from "@/lib/dataset/dataset";
import { decimalSeparatorOf } from "@/lib/dataset/list-file";
import { invalid, notFound } from "@/lib/errors";
import { respond } from "@/lib/http";
import { TOP_IN_FILE } from "@/lib/statistics/message-report";
import type { Report } from "@/lib/statistics/report";
import { tableCsv } from "@/lib/statistics/table-csv";
import type { List } from "../monitoring/list";
import { readAsked } from "./question";

/**
 * The file of one table of a report, with up to 1 000 values of a dimension. `table`: the key of its section · `kind`:
 * `excel` or `plain` (also when it is not said); otherwise the page's own parameters.
 */
export const tableRoute =
  <F extends Fields, C extends string, S extends string>(
    list: List<F, C, S>,
    make: (scope: Scope, query: Query<F, C, S>, now: Date, top: number) => Promise<Report>,
  ) =>
  (request: NextRequest): Promise<Response> =>
    respond(async () => {
      const scope = await requireScope();
      const now = new Date();
      const query = readAsked(list, scope, request, now);
      const { searchParams } = request.nextUrl;
      const kind = CSV_KINDS.find((each) => each === (searchParams.get("kind") ?? "plain"));
      if (!kind) throw invalid(`Cannot be read: kind. It is one of ${CSV_KINDS.join(", ")}.`);
      const { name, sections } = await make(scope, query, now, TOP_IN_FILE);
      const section = sections.find(({ key }) => key === searchParams.get("table"));
      if (!section) throw notFound("Table");
      const called = `${name}-${section.key}-${query.period.from}-${query.period.to}.csv`.replace(/[^\w.-]/g, "");
      return new Response(new Uint8Array(tableCsv(section.table, kind, decimalSeparatorOf(scope.formats))), {
        headers: {
          "Content-Type": CSV_TYPE[kind],
          "Content-Disposition": `attachment; filename="${called}"`,
          "Cache-Control": "no-store, no-transform",
        },
      });
    });
