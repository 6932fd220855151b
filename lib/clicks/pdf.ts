import type { Scope } from "@/lib/auth/scope";
import { SOFT } from "@/lib/dataset/pdf/colors";
import { listPdf, type Told, words } from "@/lib/dataset/pdf/list";
import { formatsOf } from "@/lib/format";
import { SHAPES } from "@/lib/icons";
import { formatNumber } from "@/lib/messages/numbers";
import { textsOf } from "@/lib/texts";
import { clickDataset } from "./dataset";
import { selectForFile } from "./queries";
import type { Rule } from "./rules";
import { type ClickTotals, countClicks } from "./totals";

/** The question's visits as PDF, as the page shows them. */
export const clickPdf = listPdf({
  ...{ dataset: clickDataset, count: countClicks, select: selectForFile, tell },
  // A robot's cell tells why, too.
  besides: (keys) => (keys.includes("who") ? ["rule"] : []),
});

function tell(scope: Scope, now: Date): Told<ClickTotals> {
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope, now);
  const iconOf = (who: "person" | "robot") => ({ path: SHAPES[who], color: SOFT });
  return {
    rows: ({ visits }) => visits,
    figures: ({ visits, clickedMessages }) => [
      [formats.integer(visits), t("clicks.visits", { count: visits })],
      [formats.integer(clickedMessages), t("clicks.clickedMessages", { count: clickedMessages })],
    ],
    parts: ({ visits: all, byPeople, byRobots }) =>
      [
        { icon: iconOf("person"), name: t("clicks.byPeople"), visits: byPeople },
        { icon: iconOf("robot"), name: t("clicks.byRobots"), visits: byRobots },
      ]
        .filter(({ visits }) => visits > 0)
        .map(({ visits, ...part }) => ({
          ...part,
          ...{ figure: formats.integer(visits), share: formats.percent(visits, all) },
        })),
    widths: {
      link: 134,
      device: 46,
      system: 46,
      text: 160,
      userAgent: 170,
      who: 116,
      browser: 64,
      country: 56,
      language: 46,
      message: 110,
      address: 66,
      sender: 54,
    },
    cell(row, { key }) {
      switch (key) {
        case "msisdn":
          return row.msisdn ? words(formatNumber(String(row.msisdn))) : undefined;
        case "who": {
          const rule = row.rule as Rule;
          const who = rule === "person" ? "person" : "robot";
          const why = who === "robot" ? [{ text: `\n${t(`rule.${rule}`)}`, color: SOFT }] : [];
          return { icon: iconOf(who), spans: [{ text: t(`who.${who}`) }, ...why] };
        }
      }
    },
  };
}
