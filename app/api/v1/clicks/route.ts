import type { NextRequest } from "next/server";
import { answerKey, others } from "@/app/api/answer";
import { readList } from "@/lib/api/read-list";
import { clickDataset } from "@/lib/clicks/dataset";
import { pageClicks } from "@/lib/clicks/queries";

const LIST = { dataset: clickDataset, name: "clicks" };

/** `GET /api/v1/clicks`: every visit to a short link, with the filters of MONITORING - Clicks. */
export const GET = (request: NextRequest) =>
  answerKey(request, (scope) =>
    readList(scope, LIST, request.nextUrl.searchParams, new Date(), (query, columns) =>
      pageClicks(scope, query, columns),
    ),
  );

export const { DELETE, OPTIONS, PATCH, POST, PUT } = others("GET", "HEAD");
