import type { Pattern } from "@/lib/dataset/chart";
import type { Status } from "@/lib/messages/status";

/** What tells the statuses apart on a chart where colours do not. */
export const PATTERN_OF: Record<Status, Pattern> = {
  processed: "flat",
  sent: "rising",
  delivered: "solid",
  expired: "dotted",
  rejected: "crossed",
  "non-deliverable": "falling",
  duplicate: "upright",
  test: "open",
};
