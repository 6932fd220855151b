import type { Metadata } from "next";
import { Downloads } from "@/app/_ui/downloads";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Section } from "@/app/_ui/section";
import { downloadTexts } from "@/app/download-texts";
import { pageScope } from "@/lib/auth/session";
import { listPrices } from "@/lib/credits/prices";
import { findBalance, listMovements } from "@/lib/credits/queries";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { Balance } from "./_parts/balance";
import { Movements } from "./_parts/movements";
import { Prices } from "./_parts/prices";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("credits.title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function CreditsPage({ searchParams }: Props) {
  const scope = await pageScope();
  const t = pageTexts(scope);
  const formats = formatsOf(scope, new Date());
  const raw = await searchParams;
  const before = Number([raw.before].flat()[0]);
  const all = [raw.all].flat()[0] === "1";
  const question = { all, before: Number.isSafeInteger(before) && before > 0 ? before : undefined };
  const { rows, next } = await listMovements(scope, question);
  const file = (kind: string) => `/settings/credits/csv?kind=${kind}`;
  return (
    <>
      <Section title={t("credits.balanceTitle")} intro={t(scope.account.creditControl ? "credits.on" : "credits.off")}>
        <Balance t={t} formats={formats} {...(await findBalance(scope))} />
      </Section>
      <Section title={t("credits.ledger")} intro={t(all ? "credits.allIntro" : "credits.ledgerIntro")}>
        {rows.length === 0 ? (
          <p className="text-soft">{t("credits.none")}</p>
        ) : (
          <>
            <div className="mb-3 flex flex-wrap items-center justify-between gap-3 print:hidden">
              <Go href={all ? "/settings/credits" : "/settings/credits?all=1"}>
                {t(all ? "credits.changes" : "credits.all")}
              </Go>
              <Downloads
                items={[
                  { name: t("download.excel"), hint: t("download.excelHint"), href: file("excel") },
                  { name: t("download.plain"), hint: t("download.plainHint"), href: file("plain") },
                ]}
                texts={downloadTexts(t)}
              />
            </div>
            <Movements t={t} formats={formats} rows={rows} />
            {next && (
              <p className="mt-3 print:hidden">
                <Go href={`/settings/credits?${all ? "all=1&" : ""}before=${next}`} className="button" rel="next">
                  {t("monitoring.next")}
                  <Icon name="right" />
                </Go>
              </p>
            )}
          </>
        )}
      </Section>
      <Section title={t("credits.prices")} intro={t("credits.pricesIntro")}>
        <Prices t={t} formats={formats} prices={await listPrices(scope)} />
      </Section>
    </>
  );
}
