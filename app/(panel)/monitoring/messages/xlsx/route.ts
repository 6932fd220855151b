import type { NextRequest } from "next/server";
import { requireScope } from "@/lib/auth/session";
import { fileResponse } from "@/lib/dataset/file-response";
import { respond } from "@/lib/http";
import { messageXlsx } from "@/lib/messages/files";
import { readAskedFile } from "../../asked-file";
import { messageList } from "../question";

export const GET = (request: NextRequest) =>
  respond(async () => {
    const scope = await requireScope();
    const now = new Date();
    const asked = await readAskedFile(messageList, scope, request, now);
    return fileResponse(request, (signal) => messageXlsx(scope, asked, now, signal));
  });
