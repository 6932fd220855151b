import type { NextRequest } from "next/server";
import { answerKey, others } from "@/app/api/answer";
import { readCampaign } from "@/lib/api/campaigns";

/** `GET /api/v1/campaigns/ID`: one campaign with its totals. */
export const GET = (request: NextRequest, { params }: { params: Promise<{ id: string }> }) =>
  answerKey(request, async (scope) => readCampaign(scope, (await params).id));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = others("GET", "HEAD");
