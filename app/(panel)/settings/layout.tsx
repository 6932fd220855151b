import type { ReactNode } from "react";
import { SubNav } from "@/app/_ui/sub-nav";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { pageTexts } from "@/lib/texts";

/** The settings that the reader's role may see. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const scope = await pageScope();
  const t = pageTexts(scope);
  const [own, manage] = [may(scope, "own"), may(scope, "manage")];
  const links = [
    { href: "/settings/profile", label: t("settings.profile") },
    ...(own ? [{ href: "/settings/account", label: t("settings.account") }] : []),
    { href: "/settings/credits", label: t("settings.credits") },
    ...(own ? [{ href: "/settings/people", label: t("settings.people") }] : []),
    ...(manage ? [{ href: "/settings/keys", label: t("settings.keys") }] : []),
    ...(manage ? [{ href: "/settings/callbacks", label: t("settings.callbacks") }] : []),
    ...(manage ? [{ href: "/settings/gateways", label: t("settings.gateways") }] : []),
    ...(manage ? [{ href: "/settings/opt-out", label: t("settings.optOut") }] : []),
  ];
  return (
    <main id="content" className="page">
      <h1>{t("settings.title")}</h1>
      <SubNav label={t("settings.sections")} links={links} />
      <div className="grid max-w-3xl gap-6">{children}</div>
    </main>
  );
}
