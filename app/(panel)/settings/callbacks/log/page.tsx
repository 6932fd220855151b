import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { countUndone, listCallbacks } from "@/lib/callbacks/queries";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { replayAllByForm } from "../actions";
import { CallRow } from "./_parts/call-row";
import { States } from "./_parts/states";
import { addressOfLog, readAsked } from "./question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("callbacks.logTitle") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function CallbackLogPage({ searchParams }: Props) {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const formats = formatsOf(scope, new Date());
  const asked = readAsked(await searchParams);
  const { before: _, ...firstPage } = asked;
  const [{ rows, next }, undone] = await Promise.all([listCallbacks(scope, asked), countUndone(scope)]);
  return (
    <Section title={t("callbacks.logTitle")} intro={t("callbacks.logIntro")}>
      <States t={t} formats={formats} undone={undone} asked={asked} />
      {asked.message && (
        <p className="mt-3">
          {t("callbacks.ofMessage")} <Go href="/settings/callbacks/log">{t("callbacks.ofAll")}</Go>
        </p>
      )}
      {rows.length > 0 && (
        <div className="mt-3 print:hidden">
          <ActionForm action={replayAllByForm} className="flex flex-wrap gap-3" label={t("callbacks.allOfThem")}>
            {(["failed", "waiting"] as const).map((which) => (
              <button key={which} type="submit" name="which" value={which} className="button">
                {t(`callbacks.all.${which}`)}
              </button>
            ))}
          </ActionForm>
        </div>
      )}
      {rows.length === 0 && (
        <p className="mt-4 text-soft">{t(Object.keys(asked).length > 0 ? "callbacks.noneSuch" : "callbacks.none")}</p>
      )}
      <div className="mt-4">
        <Rows>
          {rows.map((row) => (
            <CallRow key={row.id} t={t} formats={formats} row={row} />
          ))}
        </Rows>
      </div>
      <p className="mt-4 flex gap-2 empty:hidden print:hidden">
        {asked.before && (
          <Go href={addressOfLog(firstPage)} className="button">
            {t("monitoring.first")}
          </Go>
        )}
        {next && (
          <Go href={addressOfLog({ ...asked, before: next })} className="button" rel="next">
            {t("monitoring.next")}
            <Icon name="right" />
          </Go>
        )}
      </p>
    </Section>
  );
}
