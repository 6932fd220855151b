import { placeholdersOf } from "@/lib/messages/template";
import type { TextKey } from "@/lib/texts";
import type { Given } from "./given";

export function Facts({ t, formats, campaign }: Given) {
  const { text, sender, label, subid, origin, segments, clicks, robotClicks } = campaign;
  const facts: [string, string | null][] = [
    [t("campaigns.sender"), sender],
    [t("campaigns.label"), label],
    [t("campaigns.subid"), subid],
    [t("campaigns.origin"), t(`origin.${origin}` as TextKey)],
    [t("campaigns.segments"), formats.integer(segments)],
    [t("campaigns.visits"), formats.integer(clicks)],
    [t("campaigns.robots"), formats.integer(robotClicks)],
  ];
  return (
    <section className="card p-5" aria-labelledby="facts">
      <h2 id="facts">{t("campaigns.facts")}</h2>
      {text !== null && (
        <div className="mt-3">
          <p className="bubble">{text}</p>
          {placeholdersOf(text).length > 0 && <p className="mt-1 text-xs text-soft">{t("campaigns.template")}</p>}
        </div>
      )}
      <dl className="facts mt-3">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="wrap-anywhere">{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
