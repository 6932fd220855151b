import { RULES } from "@/lib/clicks/rules";
import { IN_WORDS, OUT_WORDS } from "@/lib/inbound/keywords";
import { REASONS } from "@/lib/messages/reasons";
import { STATUSES, VERDICTS } from "@/lib/messages/status";
import type { Texts } from "@/lib/texts";
import type { Block, Inline } from "./blocks";
import type { Inserts } from "./markdown";

/** The program's own closed lists in the reader's words, so that no article names one that is not there. */
export function insertsOf(t: Texts): Inserts {
  return {
    statuses: table(
      [t("help.status"), t("help.meaning")],
      STATUSES.map((status) => [t(`status.${status}`), t(`statusMeaning.${status}`)]),
    ),
    verdicts: table(
      [t("help.verdictOf"), t("help.meaning")],
      VERDICTS.map((verdict) => [t(`verdict.${verdict}`), t(`verdictMeaning.${verdict}`)]),
    ),
    reasons: table(
      [t("help.key"), t("help.reason"), t("help.advice")],
      REASONS.map((reason) => [code(reason), t(`reason.${reason}`), t(`advice.${reason}`)]),
    ),
    optWords: table(
      [t("column.wish"), t("column.keyword")],
      [
        [t("wish.out"), OUT_WORDS.join(", ")],
        [t("wish.in"), IN_WORDS.join(", ")],
      ],
    ),
    rules: table(
      [t("help.rule"), t("help.verdict")],
      RULES.map((rule) => [t(`rule.${rule}`), t(rule === "person" ? "who.person" : "who.robot")]),
    ),
  };
}

type Cell = string | Inline;

const code = (text: string): Inline => ({ kind: "code", text });
const cells = (row: readonly Cell[]) =>
  row.map((cell): Inline[] => [typeof cell === "string" ? { kind: "text", text: cell } : cell]);
const table = (head: readonly Cell[], rows: readonly (readonly Cell[])[]): Block => ({
  kind: "table",
  head: cells(head),
  rows: rows.map(cells),
});
