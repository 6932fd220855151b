import type { NextRequest } from "next/server";
import { scopeOfBearer } from "@/lib/api/bearer";
import { detailJson } from "@/lib/api/message-json";
import { callerAddress } from "@/lib/auth/session";
import { respond } from "@/lib/http";
import { getMessage } from "@/lib/messages/queries";

/** `GET /api/v1/messages/ID`: one message with its timeline and clicks. */
export const GET = (request: NextRequest, { params }: { params: Promise<{ id: string }> }) =>
  respond(async () => {
    const scope = await scopeOfBearer(request.headers.get("authorization"), await callerAddress());
    return Response.json(detailJson(await getMessage(scope, (await params).id)));
  });
