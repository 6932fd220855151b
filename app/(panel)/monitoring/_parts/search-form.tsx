import type { ReactNode } from "react";
import { FilterFields } from "@/app/_ui/filter-fields";
import { Icon } from "@/app/_ui/icon";
import { PeriodFields } from "@/app/_ui/period-fields";
import { type Option, Picker } from "@/app/_ui/picker";
import type { Column } from "@/lib/dataset/column";
import { CUSTOM, exactDates, formValues } from "@/lib/dataset/form";
import { PRESETS } from "@/lib/dataset/period";
import type { TextKey, Texts } from "@/lib/texts";
import type { List, Question } from "../list";

/** A plain form: the browser writes the address, and the page sends it on to the tidy one. */
export function SearchForm({
  t,
  list: { path, dataset },
  question,
  firstRow,
  options,
  faults,
  zone,
  remember,
  buttons = (
    <button type="submit" className="button button-primary search">
      {t("monitoring.search")}
    </button>
  ),
}: {
  t: Texts;
  list: List;
  question: Question;
  /** The fields beside the period, in the first row of a wide screen. */
  firstRow: readonly string[];
  options: Record<string, readonly Option[]>;
  faults: Record<string, string>;
  zone: string;
  /** Keeps the ticked fields as the reader's own. */
  remember?: (form: FormData) => Promise<void>;
  /** What sends the question; one that searches unless others are given. */
  buttons?: ReactNode;
}) {
  const { query, params, reading, exact, columns } = question;
  const values: Record<string, readonly string[]> = formValues(dataset, params, reading);
  const fields = Object.entries(dataset.fields);
  const visible = fields.filter(([, field]) => !field.hidden);
  const keys = visible.filter(([, field]) => !field.more).map(([key]) => key);
  const moreKeys = visible.filter(([, field]) => field.more).map(([key]) => key);
  const isSet = (key: string) => (values[key]?.length ?? 0) > 0;
  const set = visible.filter(([key]) => isSet(key)).length;
  const moreSet = moreKeys.filter(isSet).length;
  const fieldTexts = {
    label: (key: string) => t(`field.${key}` as TextKey),
    hint: (key: string) => (t.has(`hint.${key}` as TextKey) ? t(`hint.${key}` as TextKey) : undefined),
    any: (key: string) => (t.has(`any.${key}` as TextKey) ? t(`any.${key}` as TextKey) : t("monitoring.any")),
    find: t("monitoring.find"),
  };
  const shared = { fields: dataset.fields, values, faults, options, texts: fieldTexts };
  const faulty = Object.keys(faults).length > 0;
  const period = exact || query.period.preset === null || faults.period ? CUSTOM : query.period.preset;
  return (
    <form
      method="get"
      action={path}
      className="card print:hidden"
      key={params.toString()}
      aria-label={t("monitoring.filters")}
    >
      <details className="filters" open={faulty}>
        <summary>
          <Icon name="filter" />
          <span>{set > 0 ? t("monitoring.filtersSet", { count: set }) : t("monitoring.filters")}</span>
        </summary>
        <div className="filters-grid">
          {!dataset.timeless && (
            <PeriodFields
              value={period}
              exact={exact ?? exactDates(params.get("period") ?? "", query.period)}
              fault={faults.period}
              texts={{
                label: t("field.period"),
                presets: Object.fromEntries(
                  [...Object.keys(PRESETS), CUSTOM].map((each) => [each, t(`preset.${each}` as TextKey)]),
                ) as Record<keyof typeof PRESETS | typeof CUSTOM, string>,
                ...{ from: t("monitoring.fromDay"), fromTime: t("monitoring.fromTime") },
                ...{ to: t("monitoring.toDay"), toTime: t("monitoring.toTime") },
                hint: t("monitoring.exactHint", { zone }),
              }}
            />
          )}
          <FilterFields {...shared} keys={keys.filter((key) => firstRow.includes(key))} />
          {buttons}
          <FilterFields {...shared} keys={keys.filter((key) => !firstRow.includes(key))} classOf={() => "second"} />
          {remember && (
            <Picker
              name="fields"
              className="second-wide"
              label={t("field.fields")}
              options={fieldOptions(t, dataset.columns)}
              chosen={[...new Set(columns.map(({ key, group }) => group ?? key))]}
              any={t("monitoring.fieldsStandard")}
              usual={dataset.columns.filter(({ standard }) => standard).map(({ key }) => key)}
              find={t("monitoring.find")}
              footer={
                <button type="submit" className="button sticky bottom-0 mt-1 w-full" formAction={remember}>
                  {t("monitoring.fieldsRemember")}
                </button>
              }
            />
          )}
          <details className="more wide" open={moreSet > 0 || moreKeys.some((key) => faults[key])}>
            <summary className="inline-flex min-h-8 items-center gap-1 text-accent hover:underline">
              {moreSet > 0 ? t("monitoring.moreSet", { count: moreSet }) : t("monitoring.more")}
            </summary>
            <div className="more-grid">
              <FilterFields {...shared} keys={moreKeys} />
            </div>
          </details>
        </div>
      </details>
      {fields.map(
        ([key, field]) =>
          field.hidden &&
          values[key]?.map((value) => <input key={key + value} type="hidden" name={key} value={value} />),
      )}
      {query.sort !== dataset.sorts[0] && <input type="hidden" name="sort" value={query.sort} />}
      {params.has("size") && <input type="hidden" name="size" value={query.size} />}
    </form>
  );
}

/** What can be ticked: columns, and groups of them in the place of their first. */
function fieldOptions(t: Texts, columns: readonly Column[]): Option[] {
  const options = columns.map(({ key, label, group }) =>
    group
      ? { value: group, label: t(`columnGroup.${group}` as TextKey) }
      : { value: key, label: label ?? t(`column.${key}` as TextKey) },
  );
  return [...new Map(options.map((option) => [option.value, option])).values()];
}
