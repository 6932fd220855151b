import type { NextRequest } from "next/server";
import { requireScope } from "@/lib/auth/session";
import { respond } from "@/lib/http";
import { makeMessageReport, TOP_IN_FILE } from "@/lib/statistics/message-report";
import { tableResponse } from "../../files";
import { readAsked } from "../../question";

/** `table`: the key of a section; `kind`: excel or plain; otherwise the page's own parameters. Up to 1 000 values. */
export const GET = (request: NextRequest): Promise<Response> =>
  respond(async () => {
    const scope = await requireScope();
    const now = new Date();
    const query = readAsked(scope, request, now);
    return tableResponse(scope, request, query.period, () => makeMessageReport(scope, query, now, TOP_IN_FILE));
  });
