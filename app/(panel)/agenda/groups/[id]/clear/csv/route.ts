import type { NextRequest } from "next/server";
import { requireScope } from "@/lib/auth/session";
import { CSV_KINDS } from "@/lib/dataset/csv";
import { fileResponse } from "@/lib/dataset/file-response";
import { invalid } from "@/lib/errors";
import { leavingCsv } from "@/lib/groups/clear-preview";
import { getGroup } from "@/lib/groups/queries";
import { respond } from "@/lib/http";
import { readAsked } from "../asked";

export const GET = (request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<Response> =>
  respond(async () => {
    const scope = await requireScope();
    const asked = await readAsked(request, params);
    await getGroup(scope, asked.groupId);
    const said = request.nextUrl.searchParams.get("kind") ?? "plain";
    const kind = CSV_KINDS.find((each) => each === said);
    if (!kind) throw invalid(`Cannot be read: kind. It is one of ${CSV_KINDS.join(", ")}.`);
    return fileResponse(request, (signal) => leavingCsv(scope, asked, kind, new Date(), signal));
  });
