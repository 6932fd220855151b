import { readImport } from "@/lib/api/import-request";
import { importMessages } from "@/lib/ingest/import-messages";
import { json } from "../exchange";
import { keyed } from "./keyed";

/** `POST /api/v1/messages/import`: history as NDJSON, all of it or nothing. */
export const importHistory = keyed("send", async (scope, { body, receivedAt }) =>
  json(200, await importMessages(scope, readImport(body), receivedAt)),
);
