import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField } from "@/app/_ui/form-field";
import { FrontPage } from "@/app/_ui/front-page";
import { pageLocale } from "@/app/locale";
import { localPath } from "@/lib/auth/local-path";
import { isEmpty } from "@/lib/auth/person";
import { currentPerson } from "@/lib/auth/session";
import { textsOf } from "@/lib/texts";
import { signInByForm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale())("login.title") };
}

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { next, suspended } = await searchParams;
  const onward = localPath([next].flat()[0]);
  if (await isEmpty()) redirect("/setup");
  const person = await currentPerson();
  if (person?.scope || person?.platform) redirect(onward ?? "/");
  const t = textsOf(await pageLocale());
  return (
    <FrontPage brand={t("brand.name")} title={t("login.title")}>
      {suspended && <p className="note note-warn mt-4">{t("login.suspended")}</p>}
      <ActionForm action={signInByForm} className="mt-4 grid gap-4">
        {onward && <input type="hidden" name="next" value={onward} />}
        <FormField name="email" label={t("login.email")} type="email" autoComplete="username" />
        <FormField name="password" label={t("login.password")} type="password" autoComplete="current-password" />
        <button type="submit" className="button button-primary">
          {t("login.submit")}
        </button>
      </ActionForm>
    </FrontPage>
  );
}
