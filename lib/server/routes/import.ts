import { scopeOfBearer } from "@/lib/api/bearer";
import { readImport } from "@/lib/api/import-request";
import { demand } from "@/lib/auth/scope";
import type { RawRequest } from "@/lib/gateways/gateway";
import { importMessages } from "@/lib/ingest/import-messages";
import { type Answer, json } from "../exchange";

/** `POST /api/v1/messages/import`: history as NDJSON, all of it or nothing. */
export async function importHistory(request: RawRequest): Promise<Answer> {
  const scope = await scopeOfBearer(request.headers.authorization, request.address);
  demand(scope, "send");
  return json(200, await importMessages(scope, readImport(request.body), request.receivedAt));
}
