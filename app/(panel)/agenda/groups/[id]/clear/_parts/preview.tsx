import { ActionForm } from "@/app/_ui/action-form";
import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import type { Formats } from "@/lib/format";
import type { Preview } from "@/lib/groups/clear-preview";
import { type ClearRules, writeRules } from "@/lib/groups/clear-rules";
import type { Group } from "@/lib/groups/members";
import type { Texts } from "@/lib/texts";
import { GROUPS } from "../../../paths";
import { clearByForm } from "../actions";

type Given = { t: Texts; formats: Formats; group: Group; rules: ClearRules; preview: Preview; manages: boolean };

/** Who would leave and stay, by reason, with lists and files of them, what it would have saved, and the button. */
export function PreviewOf({ t, formats, group, rules, preview, manages }: Given) {
  const { leaving, members, byReason, fingerprint } = preview;
  const search = writeRules(rules).toString();
  const path = `${GROUPS}/${group.id}/clear`;
  return (
    <>
      <Section title={t("clear.preview")}>
        <p className="text-lg font-semibold tracking-tight">
          {rules.why.length === 0
            ? t("clear.noReason")
            : t("clear.leaves", { count: leaving, shown: formats.integer(leaving) })}
        </p>
        <p className="text-soft">
          {t("clear.stays", { count: members - leaving, shown: formats.integer(members - leaving) })}
        </p>
        {leaving > 0 && (
          <>
            <table className="mt-4 w-full max-w-xl">
              <thead>
                <tr className="border-b border-line text-left text-xs text-soft">
                  <th scope="col" className="py-1.5 font-normal">
                    {t("clear.reason")}
                  </th>
                  <th scope="col" className="py-1.5 text-right font-normal">
                    {t("clear.members")}
                  </th>
                  <th scope="col" className="py-1.5 pl-4 font-normal print:hidden">
                    {t("clear.list")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {byReason.map(({ reason, members: count }) => (
                  <tr key={reason} className="border-b border-line">
                    <th scope="row" className="py-2 text-left font-medium">
                      {t(`leaving.${reason}`)}
                    </th>
                    <td className="py-2 text-right">{formats.integer(count)}</td>
                    <td className="py-2 pl-4 print:hidden">
                      <span className="flex flex-wrap gap-x-3">
                        <Go
                          href={`${path}?${search}&list=${reason}`}
                          aria-label={`${t("clear.list")}: ${t(`leaving.${reason}`)}`}
                        >
                          {t("clear.list")}
                        </Go>
                        <a href={`${path}/csv?${search}&list=${reason}&kind=excel`} download>
                          {t("clear.csv")}
                        </a>
                        <a href={`${path}/xlsx?${search}&list=${reason}`} download>
                          {t("clear.xlsx")}
                        </a>
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {manages && (
              <div className="mt-5 print:hidden">
                <ActionForm action={clearByForm.bind(null, group.id, search, fingerprint)}>
                  <p className="mb-3 text-soft">{t("clear.sure")}</p>
                  <button type="submit" className="button button-primary">
                    {t("clear.yes", { count: leaving, shown: formats.integer(leaving) })}
                  </button>
                </ActionForm>
              </div>
            )}
          </>
        )}
      </Section>
      {leaving > 0 && (
        <Section title={t("clear.saved")} intro={t("clear.savedText")}>
          <Savings t={t} formats={formats} savings={preview.savings} />
        </Section>
      )}
    </>
  );
}

function Savings({ t, formats, savings }: { t: Texts; formats: Formats; savings: Preview["savings"] }) {
  if (savings.length === 0) return <p className="text-soft">{t("clear.savedNone")}</p>;
  return (
    <table className="w-full max-w-xl">
      <thead>
        <tr className="border-b border-line text-left text-xs text-soft">
          <th scope="col" className="py-1.5 font-normal">
            {t("clear.campaign")}
          </th>
          <th scope="col" className="py-1.5 pl-4 text-right font-normal">
            {t("clear.messages")}
          </th>
          <th scope="col" className="py-1.5 pl-4 text-right font-normal">
            {t("clear.credits")}
          </th>
        </tr>
      </thead>
      <tbody>
        {savings.map(({ campaignId, name, sentAt, messages, credits }) => (
          <tr key={campaignId} className="border-b border-line">
            <th scope="row" className="py-2 text-left font-medium wrap-anywhere">
              {name} <span className="font-normal text-soft">{formats.day(sentAt)}</span>
            </th>
            <td className="py-2 pl-4 text-right">{formats.integer(messages)}</td>
            <td className="py-2 pl-4 text-right">{formats.decimal(credits)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
