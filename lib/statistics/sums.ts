import { decimal, tenThousandths } from "@/lib/messages/change";
import { FAILED, PENDING, STATUSES, type Status } from "@/lib/messages/status";
import type { ByStatus, Sums } from "./figures";

/** Never sent, so no rate counts them. */
export const UNSENT = ["duplicate", "test"] as const satisfies readonly Status[];
/** What rates are of: delivered, failed or under way. */
export const RATED = STATUSES.filter((status) => !UNSENT.some((unsent) => unsent === status));

/** What a bar tells apart of a value: the statuses in four. */
export const OUTCOMES = {
  delivered: ["delivered"],
  failed: FAILED,
  underWay: PENDING,
  unsent: UNSENT,
} as const satisfies Record<string, readonly Status[]>;
export type Outcome = keyof typeof OUTCOMES;

/** Over these statuses, or all. */
export function sumOf(byStatus: ByStatus, statuses: readonly Status[] = STATUSES): Sums {
  const given = statuses.flatMap((status) => byStatus[status] ?? []);
  const add = (key: "messages" | "segments" | "clicked" | "clicks" | "robotClicks") =>
    given.reduce((sum, each) => sum + each[key], 0);
  return {
    ...{ messages: add("messages"), segments: add("segments"), clicked: add("clicked"), clicks: add("clicks") },
    robotClicks: add("robotClicks"),
    credits: decimal(given.reduce((sum, { credits }) => sum + tenThousandths(credits), 0n)),
  };
}

/** The marks that rates are measured against: of delivered messages, and of failed ones what is left. */
export const STANDARD = 0.98;
export const ACCEPTABLE = 0.85;

/** Where a delivered share stands; of none there is nothing to judge. */
export function toneOf(delivered: number, rated: number): "good" | "warn" | "bad" | undefined {
  if (rated === 0) return undefined;
  const share = delivered / rated;
  return share >= STANDARD ? "good" : share >= ACCEPTABLE ? "warn" : "bad";
}
