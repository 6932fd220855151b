import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField } from "@/app/_ui/form-field";
import { FrontPage } from "@/app/_ui/front-page";
import { pageLocale } from "@/app/locale";
import { formatsOf } from "@/lib/format";
import { textsOf } from "@/lib/texts";
import { findInvitation } from "@/lib/users/invitations";
import { joinByForm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale())("invite.submit") };
}

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const locale = await pageLocale();
  const t = textsOf(locale);
  const invitation = await findInvitation(token, new Date());
  const brand = t("brand.name");
  const toLogin = (
    <p className="mt-4">
      <Link href="/login" className="button">
        {t("invite.toLogin")}
      </Link>
    </p>
  );
  if (invitation.state === "gone")
    return (
      <FrontPage brand={brand} title={t("invite.goneTitle")}>
        <p className="mt-2">{t("invite.gone")}</p>
        {toLogin}
      </FrontPage>
    );
  const { account } = invitation;
  if (invitation.state === "expired") {
    const date = formatsOf({ locale, formats: locale, zone: "UTC" }).day(invitation.expiredAt);
    return (
      <FrontPage brand={brand} title={t("invite.expiredTitle")}>
        <p className="mt-2">{t("invite.expired", { account, date })}</p>
        {toLogin}
      </FrontPage>
    );
  }
  return (
    <FrontPage brand={brand} title={t("invite.title", { account })}>
      <p className="mt-2 text-soft">{t("invite.intro", { account, role: t(`role.${invitation.role}`) })}</p>
      <ActionForm action={joinByForm.bind(null, token)} className="mt-4 grid gap-4">
        <FormField name="email" label={t("invite.email")} value={invitation.email} autoComplete="username" readOnly />
        <FormField name="name" label={t("invite.name")} autoComplete="name" />
        <FormField
          name="password"
          label={t("invite.password")}
          hint={t("setup.passwordHint")}
          type="password"
          autoComplete="new-password"
        />
        <button type="submit" className="button button-primary">
          {t("invite.submit")}
        </button>
      </ActionForm>
    </FrontPage>
  );
}
