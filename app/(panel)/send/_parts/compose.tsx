import type { ReactNode } from "react";
import type { Scope } from "@/lib/auth/scope";
import type { ContactField } from "@/lib/contacts/fields";
import type { TextKey, Texts } from "@/lib/texts";
import { OutcomeOptions } from "../../campaigns/_parts/outcome-options";
import type { Given } from "../given";
import { TextCounter } from "./text-counter";

/** The form: plain, so that the browser writes the address; what was wrong stands at its field. */
export function Compose({
  t,
  scope,
  given,
  groups,
  campaigns,
  fields,
  faults,
}: {
  t: Texts;
  scope: Scope;
  given: Given;
  groups: readonly { value: string; label: string }[];
  campaigns: readonly { value: string; label: string }[];
  fields: readonly ContactField[];
  faults: Readonly<Record<string, string>>;
}) {
  const keys = ["name", ...fields.map(({ key }) => key)].map((key) => `%${key}%`).join(", ");
  /** {characters} and {segments} are filled in where it is counted; plural forms are the language's. */
  const counter = (encoding: "gsm7" | "ucs2") =>
    Array.from({ length: 11 }, (_, segments) =>
      t("send.counter", { characters: "{characters}", encoding: t(`encoding.${encoding}`), segments }),
    );
  const field = (name: keyof Given, label: string, hint: string | null, input: (props: InputProps) => ReactNode) => {
    const fault = faults[name];
    const told = fault ? t(`fieldFault.${fault}` as TextKey) : hint;
    const described = told ? `${name}-told` : undefined;
    return (
      <div className="field">
        <label className="field-label" htmlFor={name}>
          {label}
        </label>
        {input({
          ...{ id: name, name, className: "input" },
          ...{ "aria-invalid": fault ? true : undefined, "aria-describedby": described },
        })}
        {told && (
          <span id={described} className={fault ? "field-fault" : "field-hint"}>
            {told}
          </span>
        )}
      </div>
    );
  };
  return (
    <form method="get" action="/send" className="grid gap-4">
      <input type="hidden" name="check" value="1" />
      {field("group", t("send.group"), null, (props) => (
        <select {...props} defaultValue={given.group}>
          <option value="">{t("send.groupNone")}</option>
          {groups.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      ))}
      <div className="grid gap-4 sm:grid-cols-2">
        {field("campaign", t("send.campaign"), null, (props) => (
          <select {...props} defaultValue={given.campaign}>
            <option value="">{t("send.campaignNone")}</option>
            {campaigns.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        ))}
        {field("outcome", t("send.outcome"), null, (props) => (
          <select {...props} defaultValue={given.outcome}>
            <option value="">{t("send.outcomeNone")}</option>
            <OutcomeOptions t={t} />
          </select>
        ))}
      </div>
      {field("numbers", t("send.numbers"), t("send.numbersHint"), (props) => (
        <textarea {...props} rows={2} defaultValue={given.numbers} />
      ))}
      {field("sender", t("send.sender"), t("send.senderHint"), (props) => (
        <input {...props} maxLength={15} defaultValue={given.sender || scope.account.defaultSender} />
      ))}
      {field("text", t("send.text"), t("send.textHint", { fields: keys }), (props) => (
        <textarea {...props} rows={5} maxLength={2_000} defaultValue={given.text} />
      ))}
      <TextCounter field="text" start={given.text} told={{ gsm7: counter("gsm7"), ucs2: counter("ucs2") }} />
      <label className="flex items-start gap-2">
        <input type="checkbox" name="links" value="1" defaultChecked={given.links !== ""} className="mt-0.5" />
        {t("send.links")}
      </label>
      <div className="grid gap-4 sm:grid-cols-2">
        {field("name", t("send.name"), t("send.nameHint"), (props) => (
          <input {...props} maxLength={255} defaultValue={given.name} />
        ))}
        {field("label", t("send.label"), null, (props) => (
          <input {...props} maxLength={255} defaultValue={given.label} />
        ))}
        {field("at", t("send.at"), t("send.atHint", { zone: scope.zone }), (props) => (
          <input {...props} type="datetime-local" defaultValue={given.at} />
        ))}
      </div>
      <div>
        <button type="submit" className="button button-primary">
          {t("send.check")}
        </button>
      </div>
    </form>
  );
}

type InputProps = {
  id: string;
  name: string;
  className: string;
  "aria-invalid"?: true;
  "aria-describedby"?: string;
};
