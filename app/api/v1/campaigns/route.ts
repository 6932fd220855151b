import type { NextRequest } from "next/server";
import { answerKey, others } from "@/app/api/answer";
import { readCampaigns } from "@/lib/api/campaigns";

/** `GET /api/v1/campaigns`: newest first, each with its totals. */
export const GET = (request: NextRequest) =>
  answerKey(request, (scope) => readCampaigns(scope, request.nextUrl.searchParams, new Date()));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = others("GET", "HEAD");
