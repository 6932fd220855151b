import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "@/app/_ui/brand";
import { NavLink } from "@/app/_ui/nav-link";
import { UserMenu } from "@/app/_ui/user-menu";
import { signOut } from "@/app/login/actions";
import { may } from "@/lib/auth/scope";
import { pagePerson } from "@/lib/auth/session";
import { findAvailable } from "@/lib/credits/queries";
import { formatsOf } from "@/lib/format";
import { isSimulated } from "@/lib/gateways/queries";
import { textsOf } from "@/lib/texts";
import { ActingAs, Simulated } from "./_parts/banners";

/** The frame of every page behind the sign-in: where one can go, whose account it is, and what is not as usual. */
export default async function PanelLayout({ children }: { children: ReactNode }) {
  const { scope, platform, name, email, locale, formats } = await pagePerson();
  const t = textsOf(locale);
  const simulated = scope !== null && (await isSimulated(scope));
  const balance = scope?.account.creditControl
    ? `${formatsOf({ locale, formats, zone: scope.zone }).decimal(await findAvailable(scope))} ${t("monitoring.credits")}`
    : null;
  const account = scope && [scope.account.name, scope.zone, balance].filter(Boolean).join(" · ");
  const actingAs = scope?.actor.kind === "user" && scope.actor.actingAs;
  return (
    <>
      <a href="#content" className="skip-link">
        {t("shell.skip")}
      </a>
      <header className="border-b border-line bg-card print:hidden">
        <div className="mx-auto flex max-w-[92rem] flex-wrap items-center gap-x-7 px-4 md:px-7">
          <Link href="/" prefetch={false} className="py-3.5 hover:no-underline">
            <Brand name={t("brand.name")} />
          </Link>
          <nav
            aria-label={t("shell.mainMenu")}
            className="order-3 -mx-1 flex w-full gap-5 overflow-x-auto md:order-none md:w-auto"
          >
            {scope && <NavLink href="/monitoring/messages" under="/monitoring" label={t("shell.monitoring")} />}
            {scope && <NavLink href="/statistics/messages" under="/statistics" label={t("statistics.title")} />}
            {scope && may(scope, "send") && <NavLink href="/send" under="/send" label={t("send.title")} />}
            {scope && <NavLink href="/campaigns" under="/campaigns" label={t("campaigns.title")} />}
            {scope && <NavLink href="/agenda/contacts" under="/agenda" label={t("shell.agenda")} />}
            {scope && <NavLink href="/settings" under="/settings" label={t("shell.settings")} />}
            <NavLink href="/help" under="/help" label={t("help.title")} />
            {platform && <NavLink href="/admin" under="/admin" label={t("shell.admin")} />}
          </nav>
          <div className="ml-auto flex min-w-0 items-center gap-3">
            {account && <span className="hidden truncate text-soft lg:inline">{account}</span>}
            <UserMenu label={t("shell.you")} name={name}>
              <p className="border-b border-line px-2 pt-1 pb-2">
                <span className="block font-medium">{name}</span>
                <span className="block break-all text-soft">{email}</span>
                {account && <span className="mt-1 block text-soft lg:hidden">{account}</span>}
              </p>
              <Link href="/settings/profile" prefetch={false} className="option mt-1">
                {t("shell.profile")}
              </Link>
              <form action={signOut}>
                <button type="submit" className="option w-full cursor-pointer text-left">
                  {t("shell.signOut")}
                </button>
              </form>
            </UserMenu>
          </div>
        </div>
      </header>
      {account && <p className="mb-3 hidden text-soft print:block">{account}</p>}
      {(actingAs || simulated) && (
        <aside className="print:hidden">
          {actingAs && <ActingAs t={t} account={scope.account.name} />}
          {simulated && <Simulated t={t} />}
        </aside>
      )}
      {children}
    </>
  );
}
