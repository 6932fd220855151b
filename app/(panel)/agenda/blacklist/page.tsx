import type { Metadata } from "next";
import { Downloads } from "@/app/_ui/downloads";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { downloadTexts } from "@/app/download-texts";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { lastRemovals, listBlacklist } from "@/lib/blacklist/queries";
import { formatsOf } from "@/lib/format";
import { wordsOfAccount } from "@/lib/inbound/keywords";
import { pageTexts } from "@/lib/texts";
import { AddNumbers } from "./_parts/add-numbers";
import { BlacklistTable } from "./_parts/blacklist-table";
import { ByItself } from "./_parts/by-itself";
import { Removals } from "./_parts/removals";
import { Removed } from "./_parts/removed";
import { SearchNumbers } from "./_parts/search-numbers";
import { addressOf, type Raw, readQuestion } from "./question";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("agenda.blacklist") };
}

export default async function BlacklistPage({ searchParams }: { searchParams: Promise<Raw> }) {
  const scope = await pageScope();
  const raw = await searchParams;
  const { query, unreadable } = readQuestion(raw);
  const t = pageTexts(scope);
  const formats = formatsOf(scope, new Date());
  const manages = may(scope, "manage");
  const list = unreadable.length > 0 ? null : await listBlacklist(scope, query);
  const narrowed = query.digits !== undefined || query.source !== undefined;
  const file = (kind: string) =>
    addressOf({ ...query, after: undefined }, "/agenda/blacklist/csv").concat(narrowed ? "&" : "?", `kind=${kind}`);
  return (
    <div className="grid gap-6">
      <p className="max-w-prose text-soft">{t("blacklist.intro")}</p>
      {manages && <Removed t={t} raw={raw} back={addressOf(query)} />}
      {manages && <AddNumbers t={t} />}
      <section aria-label={t("agenda.blacklist")}>
        <div className="mb-4 flex flex-wrap items-end justify-between gap-3">
          <SearchNumbers t={t} raw={raw} query={query} unreadable={unreadable} />
          {list && list.total > 0 && (
            <Downloads
              items={[
                { name: t("download.excel"), hint: t("download.excelHint"), href: file("excel") },
                { name: t("download.plain"), hint: t("download.plainHint"), href: file("plain") },
              ]}
              texts={downloadTexts(t)}
            />
          )}
        </div>
        {list && list.rows.length > 0 && (
          <>
            <p className="mb-2 text-soft">
              {t("blacklist.count", { count: list.total, shown: formats.integer(list.total) })}
            </p>
            <BlacklistTable {...{ t, formats, manages }} rows={list.rows} back={addressOf(query)} />
          </>
        )}
        {list && list.rows.length === 0 && (
          <p className="card p-5 text-soft">{t(narrowed ? "blacklist.noMatch" : "blacklist.none")}</p>
        )}
        {list?.next && (
          <p className="mt-3 print:hidden">
            <Go href={addressOf({ ...query, after: list.next })} className="button" rel="next">
              {t("monitoring.next")}
              <Icon name="right" />
            </Go>
          </p>
        )}
      </section>
      <ByItself t={t} on={scope.account.blacklistOn} words={wordsOfAccount(scope.account)} manages={manages} />
      <Removals t={t} formats={formats} removals={await lastRemovals(scope)} />
    </div>
  );
}
