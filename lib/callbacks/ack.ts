import type { Change, Message } from "@/lib/messages/change";
import { type Status, statusSince } from "@/lib/messages/status";
import { utcSecond } from "./address";

type Word = { acklevel: "gateway" | "operator" | "handset" | "error"; status: "ok" | "ko"; desc: string };

const FINAL: Partial<Record<Status, Word>> = {
  delivered: { acklevel: "handset", status: "ok", desc: "DELIVRD" },
  expired: { acklevel: "error", status: "ko", desc: "EXPIRED" },
  rejected: { acklevel: "error", status: "ko", desc: "REJECTD" },
  "non-deliverable": { acklevel: "error", status: "ko", desc: "UNDELIV" },
};

/**
 * What a change of a message means to its client, in LabsMobile's words (`ackurl`); null: nothing to tell. The gateway
 * has it when it was handed over, the operator when a receipt says Sent. Nothing of Test, Duplicate and what was
 * imported, and nothing that takes back what was told.
 */
export function ackOfChange({ before, after }: Change): Word | null {
  if (after.origin === "import") return null;
  if (before?.status === after.status) {
    const handed = before.handedAt === null && after.handedAt !== null && after.status === "processed";
    return handed ? { acklevel: "gateway", status: "ok", desc: "" } : null;
  }
  if (after.status === "sent")
    return before?.status === "processed" ? { acklevel: "operator", status: "ok", desc: "" } : null;
  return after.status === "rejected" && isBarred(after.reason)
    ? { acklevel: "error", status: "ko", desc: "BLOCKED" }
    : (FINAL[after.status] ?? null);
}

/** Refused because of who the recipient is, not of what was sent. */
export const isBarred = (reason: string | null): boolean => reason === "blocked" || reason === "blacklist";

/** The parameters of a callback, in the order of the documented example. `timestamp` is UTC. */
export function ackParameters(word: Word, message: Message): Record<string, string> {
  const { acklevel, status, desc } = word;
  const at = acklevel === "gateway" ? message.updatedAt : statusSince(message);
  const { msisdn, subid } = message;
  return { acklevel, msisdn, status, desc, subid: subid ?? "", timestamp: utcSecond(at) };
}
