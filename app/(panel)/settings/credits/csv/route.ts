import type { NextRequest } from "next/server";
import { requireScope } from "@/lib/auth/session";
import { ledgerCsv } from "@/lib/credits/file";
import { CSV_KINDS } from "@/lib/dataset/csv";
import { fileResponse } from "@/lib/dataset/file-response";
import { invalid } from "@/lib/errors";
import { respond } from "@/lib/http";

/** `kind`: `excel` or `plain` (also when it is not said). */
export const GET = (request: NextRequest): Promise<Response> =>
  respond(async () => {
    const scope = await requireScope();
    const said = request.nextUrl.searchParams.get("kind") ?? "plain";
    const kind = CSV_KINDS.find((each) => each === said);
    if (!kind) throw invalid(`Cannot be read: kind. It is one of ${CSV_KINDS.join(", ")}.`);
    return fileResponse(request, (signal) => ledgerCsv(scope, kind, new Date(), signal));
  });
