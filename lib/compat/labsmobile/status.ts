import { isBarred } from "@/lib/callbacks/ack";
import { type Status, statusSince } from "@/lib/messages/status";

/** What `/json/ack` and `/get/ack.php` call our statuses, with the words of their `desc`. */
const SAID: Record<Status, { status: string; desc: string }> = {
  processed: { status: "processed", desc: "" },
  sent: { status: "operator", desc: "" },
  delivered: { status: "handset", desc: "DELIVRD" },
  expired: { status: "error", desc: "EXPIRED" },
  rejected: { status: "error", desc: "REJECTD" },
  "non-deliverable": { status: "error", desc: "UNDELIV" },
  duplicate: { status: "error", desc: "DUPLICATED" },
  test: { status: "test", desc: "" },
};

export type AckSource = {
  subid: string | null;
  msisdn: string;
  status: Status;
  reason: string | null;
  credits: string;
  confirmedAt: Date | null;
  updatedAt: Date;
  handedAt: Date | null;
};

/** The last known state of a message, all as text; `timestamp` is when it was reached, UTC. */
export function ackOf(
  message: AckSource,
): Record<"subid" | "msisdn" | "status" | "credits" | "desc" | "timestamp", string> {
  const said = SAID[message.status];
  const desc = message.status === "rejected" && isBarred(message.reason) ? "BLOCKED" : said.desc;
  const handed = message.status === "processed" && message.handedAt !== null;
  const timestamp = statusSince(message).toISOString().slice(0, 19).replace("T", " ");
  return {
    subid: message.subid ?? "",
    msisdn: message.msisdn,
    status: handed ? "gateway" : said.status,
    credits: message.credits,
    desc,
    timestamp,
  };
}
