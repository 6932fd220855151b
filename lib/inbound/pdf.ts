import type { Scope } from "@/lib/auth/scope";
import { listPdf, NOTHING, type Told, words } from "@/lib/dataset/pdf/list";
import { formatsOf } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import { textsOf } from "@/lib/texts";
import { inboundDataset } from "./dataset";
import { countInbound, type InboundTotals, selectForFile } from "./queries";

/** The question's texts as PDF, as the page shows them. */
export const inboundPdf = listPdf({
  ...{ dataset: inboundDataset, count: countInbound, select: selectForFile, tell },
});

function tell(scope: Scope, now: Date): Told<InboundTotals> {
  const t = textsOf(scope.locale);
  const formats = formatsOf(scope, now);
  return {
    rows: ({ texts }) => texts,
    figures: ({ texts, people }) => [
      [formats.integer(texts), t("inbound.texts", { count: texts })],
      [formats.integer(people), t("inbound.people", { count: people })],
    ],
    parts: (totals) =>
      (["out", "in"] as const)
        .filter((wish) => totals[wish] > 0)
        .map((wish) => ({ name: t(`wish.${wish}`), figure: formats.integer(totals[wish]) })),
    widths: { text: 190, raw: 190, ourNumber: 70 },
    cell(row, { key }) {
      if (key === "wish" && row.wish === "none") return NOTHING;
      if (key === "person" && /^\d+$/.test(String(row.person))) return words(formatNumber(String(row.person)));
    },
  };
}
