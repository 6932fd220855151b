import type { NextRequest } from "next/server";
import { requireScope } from "@/lib/auth/session";
import { fileResponse } from "@/lib/dataset/file-response";
import { respond } from "@/lib/http";
import { remarksCsv } from "@/lib/imports/remarks-file";

export const GET = (request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<Response> =>
  respond(async () => {
    const scope = await requireScope();
    const { id } = await params;
    return fileResponse(request, () => remarksCsv(scope, id));
  });
