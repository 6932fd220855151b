import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import type { ClickQuery } from "@/lib/clicks/dataset";
import type { ClickTotals } from "@/lib/clicks/totals";
import { withFilter } from "@/lib/dataset/dataset";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";
import { Figures } from "../../_parts/figures";
import { addressOf } from "../question";

type Given = { t: Texts; formats: Formats; totals: ClickTotals };

/** Visits and clicked messages, named apart: who visits twice has clicked one message. */
export function ClickFigures({ t, formats, totals: { visits, clickedMessages } }: Given) {
  return (
    <Figures
      figures={[
        [formats.integer(visits), t("clicks.visits", { count: visits })],
        [formats.integer(clickedMessages), t("clicks.clickedMessages", { count: clickedMessages })],
      ]}
    />
  );
}

/** People and robots; each is a link to exactly its rows. */
export function ByWho({ t, formats, totals, query }: Given & { query: ClickQuery }) {
  const only = query.filter.who?.length === 1 ? query.filter.who[0] : undefined;
  const parts = [
    { who: "person", visits: totals.byPeople, told: t("clicks.byPeople") },
    { who: "robot", visits: totals.byRobots, told: t("clicks.byRobots") },
  ] as const;
  return (
    <ul aria-label={t("clicks.byWho")} className="flex flex-wrap gap-1.5 print:gap-4">
      {parts
        .filter(({ visits }) => visits > 0)
        .map(({ who, visits, told }) => (
          <li key={who}>
            <Go
              className="chip"
              href={addressOf(withFilter(query, { who: only === who ? undefined : [who] }))}
              aria-current={only === who ? "true" : undefined}
            >
              <Icon name={who} className="size-3.5" />
              {told}
              <b className="font-semibold">{formats.integer(visits)}</b>
              <span className="text-xs text-soft max-sm:hidden">{formats.percent(visits, totals.visits)}</span>
            </Go>
          </li>
        ))}
    </ul>
  );
}
