import type { NextRequest } from "next/server";
import { answerKey, others } from "@/app/api/answer";
import { detailJson } from "@/lib/api/message-json";
import { getMessage } from "@/lib/messages/queries";

/** `GET /api/v1/messages/ID`: one message with its timeline and clicks. */
export const GET = (request: NextRequest, { params }: { params: Promise<{ id: string }> }) =>
  answerKey(request, async (scope) => detailJson(await getMessage(scope, (await params).id)));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = others("GET", "HEAD");
