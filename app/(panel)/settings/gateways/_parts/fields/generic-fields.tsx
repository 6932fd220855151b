import { FormArea, FormField } from "@/app/_ui/form-field";
import { SentTable } from "@/app/_ui/sent-table";
import { MEANINGS } from "@/lib/gateways/generic/meanings";
import { type FieldsOf, keptText, ZoneField } from "./setting";
import { WordRow } from "./word-row";

const EMPTY_ROWS = 4;
const NEW_ROWS = 6;

/** Where a gateway of another kind writes what, what its words mean, and an example to try it out on. */
export function GenericFields({ zones, ...given }: FieldsOf & { zones: readonly string[] }) {
  const { t, gateway } = given;
  const field = (path: string, optional = true) => (
    <FormField
      name={path}
      label={
        optional
          ? `${t(`generic.${path}` as "generic.reference")} (${t("common.optional")})`
          : t(`generic.${path}` as "generic.reference")
      }
      hint={t(`generic.${path}Hint` as "generic.referenceHint")}
      value={keptText(given, path)}
      max={200}
    />
  );
  const words = Object.entries((gateway?.settings.statuses ?? {}) as Record<string, string>);
  const rows = [...words, ...Array.from({ length: gateway ? EMPTY_ROWS : NEW_ROWS }, () => ["", "delivered"] as const)];
  const meanings = MEANINGS.map((value) => ({ value, label: t(`status.${value}`) }));
  return (
    <>
      <p className="text-soft">{t("generic.paths")}</p>
      {field("reference", false)}
      {field("status", false)}
      <fieldset className="grid gap-2">
        <legend className="field-label mb-1">{t("generic.statuses")}</legend>
        <div key={JSON.stringify(words)} className="grid grid-cols-2 gap-x-3 gap-y-2">
          {rows.map(([word, meaning], row) => (
            <WordRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the form
              key={row}
              row={row}
              word={word}
              meaning={meaning}
              meanings={meanings}
              labels={{
                word: t("generic.wordOf", { number: row + 1 }),
                meaning: t("generic.meaningOf", { number: row + 1 }),
              }}
            />
          ))}
        </div>
        <p className="field-hint">{t("generic.statusesHint")}</p>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        {field("code")}
        {field("time")}
        {field("part")}
        {field("key")}
      </div>
      <ZoneField {...given} zones={zones} />
      <FormField
        name="answer"
        label={t("generic.answer")}
        hint={t("generic.answerHint")}
        value={gateway ? keptText(given, "answer") : "OK"}
        max={1_000}
      />
      <fieldset className="grid gap-4">
        <legend className="mb-2 font-medium">{t("generic.inbound")}</legend>
        <div className="grid gap-4 sm:grid-cols-2">
          {(["from", "text", "to", "key"] as const).map((name) => (
            <FormField
              key={name}
              name={`inbound.${name}`}
              label={`${t(`generic.inbound-${name}`)} (${t("common.optional")})`}
              value={keptText(given, `inbound.${name}`)}
              max={200}
            />
          ))}
        </div>
        <p className="field-hint">{t("generic.inboundHint")}</p>
      </fieldset>
      <FormArea name="example" label={t("tryOut.example")} hint={t("tryOut.exampleHint")} rows={6} max={100_000} mono />
      <SentTable />
    </>
  );
}
