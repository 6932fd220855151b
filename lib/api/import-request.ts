import { z } from "zod";
import { invalid } from "@/lib/errors";
import type { Imported } from "@/lib/ingest/import-messages";
import { MOST_IMPORTED } from "@/lib/ingest/limits";
import { REASONS } from "@/lib/messages/reasons";
import { STATUSES } from "@/lib/messages/status";
import { instant, name, word } from "./given";

const TOLD = 20;
const date = instant.transform((value) => new Date(value));

/** One line of an import: a message with its outcome. Instants with offset; `gateway` is the number of the account's gateway. */
export const importLine = z.strictObject({
  to: word(40),
  text: word(2_000),
  sender: name(15),
  sentAt: date,
  status: z.enum(STATUSES),
  reason: z.enum(REASONS).nullish(),
  code: word(40).nullish(),
  credits: z
    .string()
    .regex(/^\d{1,8}(\.\d{1,4})?$/)
    .nullish(),
  handedAt: date.nullish(),
  confirmedAt: date.nullish(),
  subid: name(40).nullish(),
  label: name(255).nullish(),
  reference: word(100).nullish(),
  gateway: z.int().positive().nullish(),
  gatewayReference: word(100).nullish(),
});

/**
 * Reads NDJSON: a JSON object a line, in UTF-8; empty lines are skipped.
 * @throws AppError invalid, naming the first 20 lines that cannot be taken and why; then nothing is.
 */
export function readImport(body: Buffer): Imported[] {
  const messages: Imported[] = [];
  const faults: string[] = [];
  for (const [index, text] of decode(body).split("\n").entries()) {
    if (text.trim() === "") continue;
    if (messages.length >= MOST_IMPORTED) throw invalid(`At most ${MOST_IMPORTED} messages a request.`);
    const fault = readLine(text, messages);
    if (fault) faults.push(`line ${index + 1}: ${fault}`);
    if (faults.length === TOLD) break;
  }
  if (faults.length > 0) throw invalid(`Nothing was imported. ${faults.join("; ")}`);
  return messages;
}

function readLine(text: string, into: Imported[]): string | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return "not JSON";
  }
  const read = importLine.safeParse(json);
  if (!read.success)
    return read.error.issues.map(({ path, message }) => `${path.join(".") || "line"}: ${message}`).join(", ");
  const { gateway, gatewayReference, reason, code, credits, handedAt, confirmedAt, subid, label, reference, ...own } =
    read.data;
  if (!gateway !== !gatewayReference) return "gateway and gatewayReference belong together";
  into.push({
    ...own,
    ...{ reason: reason ?? null, code: code ?? null, credits: credits ?? null },
    ...{ handedAt: handedAt ?? null, confirmedAt: confirmedAt ?? null },
    ...{ subid: subid ?? null, label: label ?? null, reference: reference ?? null },
    gateway: gateway && gatewayReference ? { id: gateway, reference: gatewayReference } : null,
  });
  return null;
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw invalid("The body is not in UTF-8.");
  }
}
