import { dayOf, type Period } from "@/lib/dataset/period";
import type { Formats } from "@/lib/format";
import type { Step } from "./figures";
import type { TimeStep } from "./steps";

/** What a step of time is called in a row of them. */
export function stepLabel(formats: Formats, step: Step, asked: Period, { at, period }: TimeStep): string {
  switch (step) {
    case "hour": {
      const oneDay = dayOf(asked.from) === dayOf(asked.to);
      return oneDay ? at.slice(11) : `${formats.localDay(dayOf(at))} ${at.slice(11)}`;
    }
    case "day":
      return formats.localDay(at);
    case "week":
      return formats.localDays(dayOf(period.from), dayOf(period.to));
    case "month":
      return formats.localMonth(at);
  }
}
