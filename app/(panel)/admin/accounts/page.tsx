import type { Metadata } from "next";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { listAccounts } from "@/lib/accounts/platform";
import { pageAdministrator } from "../administrator";
import { AccountTable } from "./_parts/account-table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await pageAdministrator(new Date())).t("admin.accounts") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AccountsPage({ searchParams }: Props) {
  const now = new Date();
  const { platform, t, formats } = await pageAdministrator(now);
  const given = await searchParams;
  const name = [given.name].flat()[0]?.replaceAll("\0", "").trim().slice(0, 80);
  const before = Number([given.before].flat()[0]);
  const question = { name, before: Number.isSafeInteger(before) && before > 0 ? before : undefined };
  const { rows, next } = await listAccounts(platform, question, now);
  const onward = next && `?${new URLSearchParams({ ...(name ? { name } : {}), before: String(next) })}`;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-end justify-between gap-3">
        <form className="flex items-end gap-2">
          <label className="field">
            <span className="field-label">{t("admin.search")}</span>
            <input name="name" className="input" defaultValue={name} maxLength={80} />
          </label>
          <button type="submit" className="button">
            <Icon name="search" />
            {t("admin.find")}
          </button>
        </form>
        <Go href="/admin/accounts/new" className="button button-primary">
          {t("admin.create")}
        </Go>
      </div>
      {rows.length === 0 ? (
        <p className="card p-5 text-soft">{t("admin.none")}</p>
      ) : (
        <AccountTable t={t} formats={formats} rows={rows} />
      )}
      {onward && (
        <p className="mt-3">
          <Go href={onward} className="button" rel="next">
            {t("admin.more")}
            <Icon name="right" />
          </Go>
        </p>
      )}
    </>
  );
}
