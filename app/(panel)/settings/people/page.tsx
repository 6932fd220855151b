import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField, FormSelect } from "@/app/_ui/form-field";
import { Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { ROLES } from "@/lib/auth/scope";
import { formatsOf } from "@/lib/format";
import { pageTexts } from "@/lib/texts";
import { listInvitations, listPeople } from "@/lib/users/queries";
import { Invitation } from "./_parts/invitation";
import { Person } from "./_parts/person";
import { inviteByForm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("own"))("settings.people") };
}

export default async function PeoplePage() {
  const scope = await pageScopeWith("own");
  const t = pageTexts(scope);
  const now = new Date();
  const formats = formatsOf(scope, now);
  const [people, invitations] = await Promise.all([listPeople(scope), listInvitations(scope)]);
  const roles = ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }));
  const own = scope.actor.kind === "user" ? scope.actor.userId : null;
  return (
    <>
      <Section title={t("people.title")} intro={t("people.intro")}>
        <Rows>
          {people.map((person) => (
            <Person key={person.id} t={t} formats={formats} person={person} isYou={person.id === own} roles={roles} />
          ))}
        </Rows>
        <dl className="mt-4 text-xs text-soft">
          {ROLES.map((role) => (
            <div key={role} className="flex gap-1.5">
              <dt className="font-semibold">{t(`role.${role}`)}</dt>
              <dd>{t(`roleMeaning.${role}`)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={t("people.inviteTitle")} intro={t("people.inviteIntro")}>
        <ActionForm action={inviteByForm} copy={{ copy: t("common.copy"), copied: t("common.copied") }}>
          <div className="flex flex-wrap items-start gap-3">
            <FormField name="email" label={t("people.email")} type="email" className="min-w-56 flex-1" />
            <FormSelect name="role" label={t("people.role")} value="manager" options={roles} className="min-w-36" />
            <button type="submit" className="button button-primary mt-[1.15rem]">
              {t("people.invite")}
            </button>
          </div>
        </ActionForm>
        {invitations.length > 0 && (
          <>
            <h3 className="mt-6 mb-1 font-semibold">{t("people.open")}</h3>
            <Rows>
              {invitations.map((invitation) => (
                <Invitation key={invitation.id} t={t} formats={formats} invitation={invitation} now={now} />
              ))}
            </Rows>
          </>
        )}
      </Section>
    </>
  );
}
