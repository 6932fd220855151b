import { Section } from "@/app/_ui/section";
import { BACK, type ClearRules, LEAVING, MOST_SENDINGS } from "@/lib/groups/clear-rules";
import type { Texts } from "@/lib/texts";

/** A plain form: the browser writes the rules into the address. */
export function RulesForm({ t, rules }: { t: Texts; rules: ClearRules }) {
  return (
    <div className="print:hidden">
      <Section title={t("clear.rules")}>
        <form method="get" className="grid gap-4">
          <input type="hidden" name="asked" value="1" />
          <fieldset className="field">
            <legend className="field-label">{t("clear.why")}</legend>
            <div className="grid gap-y-1.5">
              {LEAVING.map((reason) => (
                <label key={reason} className="flex min-h-7 items-start gap-2">
                  <input
                    type="checkbox"
                    name="why"
                    value={reason}
                    defaultChecked={rules.why.includes(reason)}
                    className="mt-0.5"
                  />
                  <span>
                    {t(`leaving.${reason}`)} <span className="text-soft">{t(`leavingMeaning.${reason}`)}</span>
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
          <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
            {(["row", "last"] as const).map((name) => (
              <label key={name} className="field w-36">
                <span className="field-label">{t(`clear.${name}`)}</span>
                <input
                  type="number"
                  name={name}
                  className="input"
                  min={1}
                  max={MOST_SENDINGS}
                  required
                  defaultValue={rules[name]}
                  aria-describedby="clear-row-hint"
                />
              </label>
            ))}
            <label className="field min-w-44">
              <span className="field-label">{t("clear.days")}</span>
              <select name="days" className="input" defaultValue={rules.days}>
                {BACK.map((days) => (
                  <option key={days} value={days}>
                    {t("clear.daysOf", { days })}
                  </option>
                ))}
              </select>
            </label>
            <button type="submit" className="button">
              {t("clear.show")}
            </button>
          </div>
          <div className="grid max-w-2xl gap-1 text-xs text-soft">
            <p id="clear-row-hint">{t("clear.rowHint")}</p>
            <p>{t("clear.own")}</p>
          </div>
        </form>
      </Section>
    </div>
  );
}
