import type { Metadata } from "next";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Rows } from "@/app/_ui/rows";
import { SubNav } from "@/app/_ui/sub-nav";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { formatsOf } from "@/lib/format";
import { countOrphans, listOrphans } from "@/lib/orphans/queries";
import { pageTexts } from "@/lib/texts";
import { Empty } from "../_parts/nothing";
import { searchTypes } from "../search-types";
import { All } from "./_parts/all";
import { ByGateway } from "./_parts/by-gateway";
import { OrphanRow } from "./_parts/orphan-row";
import { addressOf, type Raw, readQuestion } from "./question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("dataset.orphans") };
}

/** Receipts whose message nobody knows: to look for it once more, to give it to one by hand, or to throw it away. */
export default async function OrphansPage({ searchParams }: { searchParams: Promise<Raw> }) {
  const scope = await pageScope();
  const { query, unreadable } = readQuestion(await searchParams);
  const t = pageTexts(scope);
  const now = new Date();
  const formats = formatsOf(scope, now);
  const manages = may(scope, "manage");
  const counts = await countOrphans(scope);
  const list = unreadable.length > 0 ? null : await listOrphans(scope, query);
  return (
    <main id="content" className="page">
      <h1>{t("monitoring.title")}</h1>
      <SubNav label={t("monitoring.searchType")} links={searchTypes(t, new URLSearchParams())} />
      <p className="mb-4 max-w-prose text-soft">{t("orphans.intro")}</p>
      <ByGateway t={t} formats={formats} counts={counts} chosen={query.gatewayId} />
      {!list && (
        <p role="alert" className="note note-bad mt-4">
          <Icon name="warning" className="mt-0.5 size-4" />
          {t(unreadable.includes("after") ? "unreadable.page" : "unreadable.choice")}
        </p>
      )}
      {list && list.rows.length === 0 && (
        <Empty title={t("orphans.emptyTitle")}>
          <p>{t("orphans.emptyText")}</p>
        </Empty>
      )}
      {list && list.rows.length > 0 && (
        <section aria-label={t("dataset.orphans")} className="mt-4">
          {manages && <All t={t} formats={formats} query={query} total={list.total} now={now} />}
          <div className="card mt-4 px-4">
            <Rows>
              {list.rows.map((orphan) => (
                <OrphanRow
                  key={`${orphan.gatewayId} ${orphan.reference} ${orphan.key}`}
                  {...{ t, formats, orphan, manages }}
                />
              ))}
            </Rows>
          </div>
        </section>
      )}
      {list?.next && (
        <p className="mt-3 print:hidden">
          <Go href={addressOf({ ...query, after: list.next })} className="button" rel="next">
            {t("monitoring.next")}
            <Icon name="right" />
          </Go>
        </p>
      )}
    </main>
  );
}
