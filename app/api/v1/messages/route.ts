import type { NextRequest } from "next/server";
import { answerKey, others } from "@/app/api/answer";
import { readList } from "@/lib/api/read-list";
import { messageDataset } from "@/lib/messages/dataset";
import { pageMessages } from "@/lib/messages/queries";

const LIST = { dataset: messageDataset, name: "messages" };

/** `GET /api/v1/messages`: MONITORING's own filters; `next` is the address of the page that follows. */
export const GET = (request: NextRequest) =>
  answerKey(request, (scope) =>
    readList(scope, LIST, request.nextUrl.searchParams, new Date(), (query, columns) =>
      pageMessages(scope, query, columns),
    ),
  );

export const { DELETE, OPTIONS, PATCH, POST, PUT } = others("GET", "HEAD", "POST");
