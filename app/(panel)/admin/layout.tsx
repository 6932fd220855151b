import type { ReactNode } from "react";
import { SubNav } from "@/app/_ui/sub-nav";
import { pagePerson, pagePlatform } from "@/lib/auth/session";
import { textsOf } from "@/lib/texts";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  await pagePlatform();
  const t = textsOf((await pagePerson()).locale);
  const links = [
    { href: "/admin/accounts", label: t("admin.accounts") },
    { href: "/admin/log", label: t("admin.log") },
  ];
  return (
    <main id="content" className="page">
      <h1>{t("admin.title")}</h1>
      <SubNav label={t("admin.sections")} links={links} />
      {children}
    </main>
  );
}
