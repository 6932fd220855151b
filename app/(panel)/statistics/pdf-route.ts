import type { NextRequest } from "next/server";
import type { Scope } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import type { Fields, Query } from "@/lib/dataset/dataset";
import { fileResponse } from "@/lib/dataset/file-response";
import { respond } from "@/lib/http";
import { reportPdf } from "@/lib/statistics/pdf";
import type { Report } from "@/lib/statistics/report";
import type { List } from "../monitoring/list";
import { readAsked } from "./question";

/** The report of the page, with the page's own parameters. */
export const pdfRoute =
  <F extends Fields, C extends string, S extends string>(
    list: List<F, C, S>,
    make: (scope: Scope, query: Query<F, C, S>, now: Date) => Promise<Report>,
  ) =>
  (request: NextRequest): Promise<Response> =>
    respond(async () => {
      const scope = await requireScope();
      const now = new Date();
      const query = readAsked(list, scope, request, now);
      return fileResponse(request, async () => reportPdf(scope, await make(scope, query, now), query.period, now));
    });
