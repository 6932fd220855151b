import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import { listRemarks, REMARKS_SHOWN } from "@/lib/imports/queries";
import type { TextKey } from "@/lib/texts";
import { IMPORT } from "../../paths";
import type { Given } from "./given";

/** What became of every row; the figures of the first four add up to the rows of the file. */
export async function Report({ t, formats, found, scope }: Given) {
  const report = found.report!;
  const { added, known, changed, duplicates, refused, repaired, blacklisted, barred = 0, empty = 0, group } = report;
  const remarks = await listRemarks(scope, found.id, 0, REMARKS_SHOWN);
  const all = duplicates + refused;
  const figures: [string, number, boolean?][] = [
    [t("imports.added"), added],
    [t("imports.known"), known],
    [t("imports.changed"), changed, true],
    [t("imports.duplicates"), duplicates],
    [t("imports.refused"), refused],
    [t("imports.total"), added + known + duplicates + refused],
  ];
  const besides: [string, number][] = [
    ...(empty > 0 ? [[t("imports.empty"), empty] as [string, number]] : []),
    [t("imports.repaired"), repaired],
    [t("imports.blacklisted"), blacklisted],
    ...(barred > 0 ? [[t("imports.barred"), barred] as [string, number]] : []),
    ...(group
      ? ([
          [t("imports.groupJoined", { group: group.name }), group.joined],
          [t("imports.groupAlready"), group.already],
          ...(group.left > 0 ? [[t("imports.groupLeft"), group.left]] : []),
        ] as [string, number][])
      : []),
  ];
  return (
    <div className="grid max-w-4xl gap-6">
      <Section title={t("imports.report")}>
        <dl className="report-rows">
          {[...figures, ...besides].map(([label, figure, within]) => (
            <div key={label} data-within={within || undefined} data-total={label === t("imports.total") || undefined}>
              <dt>{label}</dt>
              <dd>{formats.integer(figure)}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-5 flex flex-wrap gap-2 print:hidden">
          {group && (
            <Go href={`/agenda/groups/${group.id}`} className="button">
              {t("imports.toGroup")}
            </Go>
          )}
          <Go href="/agenda/contacts" className="button">
            {t("imports.toContacts")}
          </Go>
          <Go href={IMPORT} className="button">
            {t("imports.again")}
          </Go>
        </p>
      </Section>
      <Section title={t("imports.remarks")}>
        {all === 0 ? (
          <p className="text-soft">{t("imports.remarksNone")}</p>
        ) : (
          <>
            <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
              <p className="text-soft">
                {all > remarks.length &&
                  t("imports.remarksFirst", { shown: formats.integer(remarks.length), total: formats.integer(all) })}
              </p>
              <a className="button print:hidden" href={`${IMPORT}/${found.id}/csv`} download>
                {t("imports.remarksFile")}
              </a>
            </div>
            <table className="course">
              <thead>
                <tr>
                  <th scope="col">{t("imports.line")}</th>
                  <th scope="col">{t("imports.content")}</th>
                  <th scope="col">{t("imports.reason")}</th>
                </tr>
              </thead>
              <tbody>
                {remarks.map(({ line, content, reason }) => (
                  <tr key={line}>
                    <th scope="row">{formats.integer(line)}</th>
                    <td className="wrap-anywhere">{content}</td>
                    <td>{t(`remark.${reason}` as TextKey)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Section>
    </div>
  );
}
