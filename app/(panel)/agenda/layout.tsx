import type { ReactNode } from "react";
import { SubNav } from "@/app/_ui/sub-nav";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { pageTexts } from "@/lib/texts";

/** Whom one sends to, and whom never. */
export default async function AgendaLayout({ children }: { children: ReactNode }) {
  const scope = await pageScope();
  const t = pageTexts(scope);
  const links = [
    { href: "/agenda/contacts", label: t("agenda.contacts") },
    { href: "/agenda/groups", label: t("agenda.groups") },
    ...(may(scope, "manage") ? [{ href: "/agenda/import", label: t("imports.title") }] : []),
    { href: "/agenda/blacklist", label: t("agenda.blacklist") },
  ];
  return (
    <main id="content" className="page">
      <h1>{t("agenda.title")}</h1>
      <SubNav label={t("agenda.sections")} links={links} />
      {children}
    </main>
  );
}
