import type { ReactNode } from "react";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import type { Query } from "@/lib/dataset/dataset";
import { localDay, plusDays } from "@/lib/dataset/period";
import type { AppError } from "@/lib/errors";
import type { Formats } from "@/lib/format";
import type { TextKey, Texts } from "@/lib/texts";
import { addressIn, type List } from "../list";

/* What stands where rows would be: why there are none, and what to do next. */

/** In the place of the list. */
export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section data-results className="card mt-5 px-5 py-10 text-center md:py-14">
      <h2 className="text-base">{title}</h2>
      <div className="mx-auto mt-1.5 max-w-[60ch] text-soft">{children}</div>
    </section>
  );
}

/** A known parameter that cannot be read never widens the answer, so there is none. */
export function Unreadable({
  t,
  list,
  faults,
  params,
}: {
  t: Texts;
  list: List;
  faults: Record<string, string>;
  params: URLSearchParams;
}) {
  // What is wrong with an input is said at the input.
  const hasInput = (key: string) => key === "period" || key in list.dataset.fields;
  return (
    <section role="alert" className="note note-bad mt-4">
      <Icon name="warning" className="mt-0.5 size-4 text-bad" />
      <div className="min-w-0">
        <h2>{t("nothing.unreadableTitle")}</h2>
        <ul className="mt-1">
          {Object.entries(faults).map(([key, why]) => (
            <li key={key} className="wrap-anywhere">
              {t("nothing.unreadableValue", {
                label: t(`field.${key}` as TextKey),
                value: params.getAll(key).join(", ").slice(0, 80),
              })}
              {!hasInput(key) && `: ${why}`}
            </li>
          ))}
        </ul>
        <p className="mt-1 text-soft">{t("nothing.unreadableText")}</p>
      </div>
    </section>
  );
}

export function Trouble({ t, error }: { t: Texts; error: AppError }) {
  const own = `error.${error.key}` as TextKey;
  return (
    <section role="alert" className="note note-bad mt-4" data-results>
      <Icon name="warning" className="mt-0.5 size-4 text-bad" />
      <div>
        <h2>{t("nothing.troubleTitle")}</h2>
        <p className="mt-1">{error.key && t.has(own) ? t(own) : t(`error.${error.outcome}`)}</p>
        <p className="text-soft">{t("nothing.troubleText")}</p>
      </div>
    </section>
  );
}

/** The list's own words for having no rows: a section of the texts. */
export type Words = "nothing" | "noClicks" | "noInbound" | "noCampaigns";
type Asked = { t: Texts; list: List; query: Query; words: Words };

/** The chips above the form take the filters away one by one; here all at once. */
export const NothingMatches = ({ t, list, query, words }: Asked) => (
  <Empty title={t(`${words}.filterTitle`)}>
    <p>{t(`${words}.filterText`)}</p>
    <p className="mt-4">
      <Go href={addressIn(list, { ...query, filter: {}, page: null })} className="button">
        {t("nothing.filterClear")}
      </Go>
    </p>
  </Empty>
);

/** @param newest the instant of the newest row whatever is asked. */
export function NothingInPeriod({
  t,
  list,
  query,
  words,
  formats,
  newest,
  zone,
}: Asked & { formats: Formats; newest: Date; zone: string }) {
  const to = localDay({ now: newest, zone });
  const period = { preset: null, from: plusDays(to, -6), to };
  return (
    <Empty title={t(`${words}.periodTitle`)}>
      <p>{t(`${words}.periodText`, { time: formats.time(newest) })}</p>
      <p className="mt-4">
        <Go href={addressIn(list, { ...query, period, page: null })} className="button">
          {t("nothing.periodLink")}
        </Go>
      </p>
    </Empty>
  );
}

/** A cursor beyond the last row: the list was longer once, or the address was made up. */
export const NoMoreRows = ({ t, list, query, words }: Asked) => (
  <Empty title={t(`${words}.pageTitle`)}>
    <p className="mt-4">
      <Go href={addressIn(list, { ...query, page: null })} className="button">
        {t("monitoring.first")}
      </Go>
    </p>
  </Empty>
);
