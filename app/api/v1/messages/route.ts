import type { NextRequest } from "next/server";
import { scopeOfBearer } from "@/lib/api/bearer";
import { messageJson } from "@/lib/api/message-json";
import { callerAddress } from "@/lib/auth/session";
import { readQuery, writeQuery } from "@/lib/dataset/dataset";
import { invalid } from "@/lib/errors";
import { respond } from "@/lib/http";
import { messageDataset } from "@/lib/messages/dataset";
import { pageMessages } from "@/lib/messages/queries";

const ALL = messageDataset.columns.map(({ key }) => key);

/** `GET /api/v1/messages`: MONITORING's own filters; `next` is the address of the page that follows. */
export const GET = (request: NextRequest) =>
  respond(async () => {
    const scope = await scopeOfBearer(request.headers.get("authorization"), await callerAddress());
    const clock = { now: new Date(), zone: scope.zone };
    const { query, unreadable } = readQuery(messageDataset, request.nextUrl.searchParams, clock);
    if (unreadable.length > 0) throw invalid(`Cannot be read: ${unreadable.join(", ")}.`);
    const { rows, next } = await pageMessages(scope, query, query.columns ?? ALL);
    const following = next && writeQuery(messageDataset, { ...query, page: { after: next } });
    return Response.json({ messages: rows.map(messageJson), next: following && `/api/v1/messages?${following}` });
  });
