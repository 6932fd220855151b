import { Icon } from "@/app/_ui/icon";
import { TextField } from "@/app/_ui/text-field";
import type { BlacklistQuery } from "@/lib/blacklist/queries";
import { SOURCES } from "@/lib/blacklist/sources";
import type { Texts } from "@/lib/texts";
import type { Raw } from "../question";

/** A plain form: the browser writes the address. */
export function SearchNumbers({
  t,
  raw,
  query,
  unreadable,
}: {
  t: Texts;
  raw: Raw;
  query: BlacklistQuery;
  unreadable: readonly string[];
}) {
  const faults = unreadable.filter((each) => each !== "number");
  return (
    <form className="grid gap-2" action="/agenda/blacklist" key={JSON.stringify(raw)}>
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          name="number"
          label={t("blacklist.number")}
          hint={t("blacklist.numberHint")}
          value={String([raw.number].flat()[0] ?? "")}
          {...(unreadable.includes("number") ? { fault: t("unreadable.person") } : {})}
          inputMode="numeric"
          max={24}
        />
        <label className="field">
          <span className="field-label">{t("column.source")}</span>
          <select name="source" className="input" defaultValue={query.source ?? ""}>
            <option value="">{t("monitoring.any")}</option>
            {SOURCES.map((source) => (
              <option key={source} value={source}>
                {t(`source.${source}`)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button">
          <Icon name="search" />
          {t("monitoring.search")}
        </button>
      </div>
      {faults.length > 0 && (
        <p role="alert" className="field-fault">
          {t(faults.includes("after") ? "unreadable.page" : "unreadable.choice")}
        </p>
      )}
    </form>
  );
}
