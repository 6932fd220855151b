import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { FormField, FormSelect, FormTick } from "@/app/_ui/form-field";
import { Section } from "@/app/_ui/section";
import { countryOptions } from "@/app/country-options";
import { listFields } from "@/lib/contacts/fields";
import { groupOptions } from "@/lib/groups/queries";
import { previewRows } from "@/lib/imports/queries";
import { cutTo, headingOf, LONGEST_LABEL } from "@/lib/imports/rows";
import { ENCODINGS } from "@/lib/imports/text-file";
import { cancelByForm, setUpByForm } from "../../actions";
import { NEW_GROUP, SEPARATOR_NAMES } from "../../read-settings";
import type { Given } from "./given";
import { Preview } from "./preview";

/** What the file was taken for, its first rows, and where it goes: to be corrected before anything is done. */
export async function SetUp({ t, formats, found, scope }: Given) {
  const { settings } = found;
  const [rows, fields, groups] = await Promise.all([previewRows(scope, found), listFields(scope), groupOptions(scope)]);
  const width = Math.max(settings.columns.length, ...rows.map(({ length }) => length));
  const heading = settings.header ? headingOf(rows) : -1;
  const head = rows[heading] ?? [];
  const body = rows.filter((_, place) => place !== heading);
  const columns = Array.from({ length: width }, (_, place) => {
    const label = cutTo((head[place] ?? "").trim(), LONGEST_LABEL);
    const now = settings.columns[place] ?? "ignore";
    const fresh = label !== "" && fields.every((field) => field.label.toLowerCase() !== label.toLowerCase());
    const news = [...new Set([...(fresh ? [`new:${label}`] : []), ...(now.startsWith("new:") ? [now] : [])])];
    const options = [
      { value: "number", label: t("imports.number") },
      { value: "name", label: t("imports.name") },
      ...fields.map((field) => ({ value: `field:${field.key}`, label: field.label })),
      ...news.map((value) => ({ value, label: t("imports.newField", { label: value.slice("new:".length) }) })),
      { value: "ignore", label: t("imports.ignore") },
    ];
    return { place, now, options, title: label || t("imports.columnOf", { number: place + 1 }) };
  });
  const separator = Object.entries(SEPARATOR_NAMES).find(([, value]) => value === settings.separator)![0];
  const group = settings.group === null ? "" : "id" in settings.group ? String(settings.group.id) : NEW_GROUP;
  return (
    <div className="grid grid-cols-1 gap-4">
      <ActionForm action={setUpByForm.bind(null, found.id)} className="grid grid-cols-1 gap-6">
        <Section title={t("imports.setUp")} intro={t("imports.setUpIntro")}>
          {settings.sheet !== null && (
            <p className="mb-4">
              {t("imports.sheet", { sheet: settings.sheet })}{" "}
              {settings.otherSheets.length > 0 &&
                t("imports.otherSheets", { sheets: settings.otherSheets.slice(0, 10).join(", ") })}
            </p>
          )}
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
            {settings.sheet === null ? (
              <>
                <FormSelect
                  name="encoding"
                  label={t("imports.encoding")}
                  value={settings.encoding}
                  options={ENCODINGS.map((value) => ({ value, label: t(`encodingName.${value}`) }))}
                />
                <FormSelect
                  name="separator"
                  label={t("imports.separator")}
                  value={separator}
                  options={(Object.keys(SEPARATOR_NAMES) as (keyof typeof SEPARATOR_NAMES)[]).map((value) => ({
                    value,
                    label: t(`separatorName.${value}`),
                  }))}
                />
              </>
            ) : (
              // A workbook has neither; it is kept as text that has.
              <>
                <input type="hidden" name="encoding" value={settings.encoding} />
                <input type="hidden" name="separator" value={separator} />
              </>
            )}
            <FormSelect
              name="country"
              label={t("imports.country")}
              value={settings.country ?? ""}
              options={countryOptions(formats, scope.locale, t("imports.countryNone"))}
            />
            <div className="self-end pb-2">
              <FormTick name="header" label={t("imports.header")} ticked={settings.header} />
            </div>
            <FormSelect
              name="group"
              label={t("imports.group")}
              value={group}
              options={[
                { value: "", label: t("imports.groupNone") },
                { value: NEW_GROUP, label: t("imports.groupNew") },
                ...groups,
              ]}
            />
            <FormField
              name="groupName"
              label={t("imports.groupName")}
              value={settings.group && "name" in settings.group ? settings.group.name : ""}
              max={80}
            />
            <FormSelect
              name="mode"
              label={t("imports.mode")}
              value={settings.mode}
              options={[
                { value: "add", label: t("imports.modeAdd") },
                { value: "replace", label: t("imports.modeReplace") },
              ]}
            />
            <div className="sm:col-span-2 lg:col-span-4">
              <FormTick
                name="blacklist"
                label={t("imports.bar")}
                hint={t("imports.barHint")}
                ticked={settings.blacklist ?? false}
              />
            </div>
          </div>
        </Section>
        <Section title={t("imports.preview")}>
          {rows.length === 0 ? (
            <p className="text-soft">{t("imports.previewEmpty")}</p>
          ) : (
            <Preview t={t} columns={columns} rows={body} country={settings.country} />
          )}
        </Section>
        <div className="flex flex-wrap gap-2">
          <button type="submit" name="intent" value="start" className="button button-primary">
            {t("imports.start")}
          </button>
          <button type="submit" name="intent" value="look" className="button">
            {t("imports.look")}
          </button>
        </div>
      </ActionForm>
      <Confirm label={t("imports.cancel")} text={t("imports.cancelText")}>
        <ActionForm action={cancelByForm.bind(null, found.id)}>
          <button type="submit" className="button button-danger">
            {t("imports.cancelDo")}
          </button>
        </ActionForm>
      </Confirm>
    </div>
  );
}
