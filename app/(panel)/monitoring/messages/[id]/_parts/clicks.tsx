import type { Cell } from "@/app/_ui/cell";
import { DataTable, type Head } from "@/app/_ui/data-table";
import { timeText } from "@/app/_ui/instant";
import type { Rule } from "@/lib/clicks/rules";
import type { MessageDetail } from "@/lib/messages/queries";
import { whoCell } from "../../../_parts/who";
import type { Given } from "./given";

type Visit = MessageDetail["clicks"][number];

/** Each visit to the message's links, of people and of robots. */
export function Clicks({ t, formats, detail: { message, clicks } }: Given) {
  if (clicks.length === 0) return null;
  const heads: Head[] = [
    { key: "time", label: t("message.clickTime"), kind: "time" },
    { key: "who", label: t("message.clickWho"), kind: "word" },
    { key: "link", label: t("message.clickLink"), kind: "code" },
    { key: "device", label: t("message.clickDevice"), kind: "text" },
    { key: "from", label: t("message.clickFrom"), kind: "text" },
  ];
  const cells: Record<string, (visit: Visit) => Cell> = {
    time: ({ click }) => ({ as: "time", ...timeText(formats, click.at, message.sentAt) }),
    who: ({ click }) => whoCell(t, click.rule as Rule),
    link: ({ url }) => url && { as: "code", text: url },
    // An Android phone names itself as its system does: told once.
    device: ({ click }) => [...new Set([click.device, click.system, click.browser])].filter(Boolean).join(", "),
    from: ({ click }) => [click.country && formats.country(click.country), click.address].filter(Boolean).join(", "),
  };
  return (
    <section>
      <h2 className="mb-2">{t("message.clicks")}</h2>
      <DataTable
        caption={t("message.clicksCaption")}
        heads={heads}
        rows={clicks.map((visit) => ({ id: visit.click.id, visit }))}
        cell={({ visit }, key) => cells[key]?.(visit)}
      />
    </section>
  );
}
