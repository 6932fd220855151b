import type { NextRequest } from "next/server";
import { requireScope } from "@/lib/auth/session";
import { CSV_KINDS } from "@/lib/dataset/csv";
import { fileResponse } from "@/lib/dataset/file-response";
import { invalid } from "@/lib/errors";
import { respond } from "@/lib/http";
import { messageCsv } from "@/lib/messages/files";
import { readAskedFile } from "../../asked-file";
import { messageList } from "../question";

/** `kind`: `excel` or `plain` (also when it is not said); otherwise the page's own parameters. */
export const GET = (request: NextRequest) =>
  respond(async () => {
    const scope = await requireScope();
    const asked = await readAskedFile(messageList, scope, request, new Date());
    const said = request.nextUrl.searchParams.get("kind") ?? "plain";
    const kind = CSV_KINDS.find((each) => each === said);
    if (!kind) throw invalid(`Cannot be read: kind. It is one of ${CSV_KINDS.join(", ")}.`);
    return fileResponse(request, (signal) => messageCsv(scope, asked, kind, signal));
  });
