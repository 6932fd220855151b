import type { NextRequest } from "next/server";
import { requireScope } from "@/lib/auth/session";
import { blacklistCsv } from "@/lib/blacklist/file";
import { CSV_KINDS } from "@/lib/dataset/csv";
import { fileResponse } from "@/lib/dataset/file-response";
import { invalid } from "@/lib/errors";
import { respond } from "@/lib/http";
import { readQuestion } from "../question";

/** `kind`: `excel` or `plain` (also when it is not said); otherwise the page's own parameters. */
export const GET = (request: NextRequest): Promise<Response> =>
  respond(async () => {
    const scope = await requireScope();
    const { searchParams } = request.nextUrl;
    const { query, unreadable } = readQuestion(Object.fromEntries(searchParams));
    const said = searchParams.get("kind") ?? "plain";
    const kind = CSV_KINDS.find((each) => each === said);
    if (!kind || unreadable.length > 0) throw invalid(`Cannot be read: ${kind ? unreadable.join(", ") : "kind"}.`);
    return fileResponse(request, (signal) => blacklistCsv(scope, query, kind, new Date(), signal));
  });
