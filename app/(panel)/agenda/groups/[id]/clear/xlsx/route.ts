import type { NextRequest } from "next/server";
import { requireScope } from "@/lib/auth/session";
import { fileResponse } from "@/lib/dataset/file-response";
import { leavingXlsx } from "@/lib/groups/clear-preview";
import { getGroup } from "@/lib/groups/queries";
import { respond } from "@/lib/http";
import { readAsked } from "../asked";

export const GET = (request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<Response> =>
  respond(async () => {
    const scope = await requireScope();
    const asked = await readAsked(request, params);
    await getGroup(scope, asked.groupId);
    return fileResponse(request, (signal) => leavingXlsx(scope, asked, new Date(), signal));
  });
