import type { Metadata } from "next";
import { Rows } from "@/app/_ui/rows";
import { SubNav } from "@/app/_ui/sub-nav";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { formatsOf } from "@/lib/format";
import { listScheduled } from "@/lib/ingest/scheduled-sendings";
import { pageTexts } from "@/lib/texts";
import { Empty } from "../_parts/nothing";
import { searchTypes } from "../search-types";
import { ScheduledRow } from "./_parts/scheduled-row";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("scheduled.title") };
}

/** The sendings that wait for their time, soonest first: none of their messages exists before. */
export default async function ScheduledPage() {
  const scope = await pageScope();
  const t = pageTexts(scope);
  const formats = formatsOf(scope);
  const waiting = await listScheduled(scope);
  return (
    <main id="content" className="page">
      <h1>{t("monitoring.title")}</h1>
      <SubNav label={t("monitoring.searchType")} links={searchTypes(t, new URLSearchParams())} />
      {waiting.length === 0 ? (
        <Empty title={t("scheduled.noneTitle")}>{t("scheduled.noneText")}</Empty>
      ) : (
        <>
          <p className="text-soft">{t("scheduled.intro", { count: waiting.length, zone: scope.zone })}</p>
          <div className="card mt-4 max-w-4xl p-5">
            <Rows>
              {waiting.map((sending) => (
                <ScheduledRow key={sending.id} t={t} formats={formats} sending={sending} maySend={may(scope, "send")} />
              ))}
            </Rows>
          </div>
        </>
      )}
    </main>
  );
}
