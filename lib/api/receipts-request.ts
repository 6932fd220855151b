import { z } from "zod";
import { invalid } from "@/lib/errors";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { LONGEST } from "@/lib/gateways/reading/storable";
import { MOST_RECEIPTS } from "@/lib/ingest/limits";
import { REASONS } from "@/lib/messages/reasons";
import { FAILED } from "@/lib/messages/status";
import { instantOf } from "@/lib/messages/uuid7";
import { instant, word } from "./given";

/** What a gateway of one's own can report. */
export const REPORTED = ["sent", "delivered", "expired", "rejected", "non-deliverable"] as const;

/** One receipt: of a message by our id, by your reference, or by a gateway's own name for it. */
export const pushedReceipt = z.strictObject({
  id: z
    .string()
    .toLowerCase()
    .refine((id) => instantOf(id) !== null, "is no id of a message")
    .optional()
    .describe("Our id of the message."),
  reference: word(100).optional().describe("Your own reference of the message, as it was sent."),
  gateway: z.int().positive().optional().describe("The number of a gateway of the account, with `gatewayReference`."),
  gatewayReference: word(LONGEST.reference).optional().describe("How that gateway names the message."),
  status: z.enum(REPORTED),
  reason: z.enum(REASONS).optional().describe("Why it failed; absent: unknown."),
  code: word(LONGEST.code).optional().describe("The gateway's own code."),
  part: z.int().min(0).max(255).default(0).describe("Of a long message; 0: the whole."),
  at: instant.optional().describe("When it happened; absent: now."),
  key: word(40)
    .optional()
    .describe("Names the event: reported twice it counts once. Absent: made of the receipt itself."),
  text: word(LONGEST.text).optional().describe("For the timeline."),
});

const many = z.strictObject({ receipts: z.array(pushedReceipt).min(1).max(MOST_RECEIPTS) });
export const receiptsRequest = z.union([pushedReceipt, many]);

export type PushedReceipt = z.infer<typeof pushedReceipt> & { key: string; given: unknown };

/** @throws AppError invalid, naming each place and what is wrong with it (the first 20). */
export function readReceipts(body: unknown): PushedReceipt[] {
  const list = typeof body === "object" && body !== null && "receipts" in body;
  const read = (list ? many : pushedReceipt).safeParse(body);
  if (!read.success) {
    const faults = read.error.issues.slice(0, 20).map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
    throw invalid(faults.join("; "));
  }
  const receipts = "receipts" in read.data ? read.data.receipts : [read.data];
  const given = list ? (body as { receipts: unknown[] }).receipts : [body];
  return receipts.map((receipt, index) => {
    const place = list ? `receipts.${index}` : "body";
    const { id, reference, gateway, gatewayReference } = receipt;
    const names = [id, reference, gatewayReference].filter((name) => name !== undefined);
    if (names.length !== 1) throw invalid(`${place}: give exactly one of "id", "reference" and "gatewayReference".`);
    if (gatewayReference !== undefined && gateway === undefined)
      throw invalid(`${place}: "gatewayReference" needs its "gateway".`);
    if (receipt.reason !== undefined && !FAILED.some((each) => each === receipt.status))
      throw invalid(`${place}: only a failure has a reason.`);
    const { status, part, code = "", at = "" } = receipt;
    return { ...receipt, given: given[index], key: receipt.key ?? eventKey(names[0]!, status, String(part), code, at) };
  });
}
