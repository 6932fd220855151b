import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { FormSelect } from "@/app/_ui/form-field";
import { Go } from "@/app/_ui/go";
import { Row, Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import { may, type Scope } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { listFields } from "@/lib/contacts/fields";
import { getContact } from "@/lib/contacts/queries";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { groupOptions } from "@/lib/groups/queries";
import { formatNumber } from "@/lib/messages/numbers";
import { pageTexts } from "@/lib/texts";
import { ContactForm } from "../_parts/contact-form";
import { Known } from "../_parts/known";
import { deleteByForm, joinByForm, leaveByForm, updateByForm } from "./actions";

type Given = { params: Promise<{ id: string }> };

async function contactOf(scope: Scope, { params }: Given) {
  const { id } = await params;
  if (!/^\d{1,15}$/.test(id)) notFound();
  return getContact(scope, Number(id)).catch((error) => {
    if (error instanceof AppError && error.outcome === "not-found") notFound();
    throw error;
  });
}

export async function generateMetadata(given: Given): Promise<Metadata> {
  const contact = await contactOf(await pageScope(), given);
  return { title: contact.name || formatNumber(contact.msisdn) };
}

export default async function ContactPage(given: Given) {
  const scope = await pageScope();
  const contact = await contactOf(scope, given);
  const t = pageTexts(scope);
  const manages = may(scope, "manage");
  const [extra, groups] = await Promise.all([listFields(scope), manages ? groupOptions(scope) : []]);
  const others = groups.filter(({ value }) => contact.groups.every(({ id }) => String(id) !== value));
  const number = formatNumber(contact.msisdn);
  return (
    <div className="grid max-w-3xl gap-6">
      <h2 className="text-lg">
        {contact.name || number}
        {contact.name && <span className="ml-2 font-normal text-soft">{number}</span>}
      </h2>
      <Section title={t("contact.known")}>
        <Known t={t} formats={formatsOf(scope, new Date())} contact={contact} />
      </Section>
      {manages && (
        <Section title={t("contact.title")}>
          <ContactForm
            t={t}
            action={updateByForm.bind(null, contact.id)}
            extra={extra}
            values={{ number: contact.msisdn, name: contact.name, fields: contact.fields }}
            submit={t("common.save")}
          />
        </Section>
      )}
      {!manages && extra.length > 0 && (
        <Section title={t("contact.title")}>
          <dl className="facts">
            {extra.map(({ key, label }) => (
              <div key={key}>
                <dt className="text-xs text-soft">{label}</dt>
                <dd>{contact.fields[key] ?? "–"}</dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
      <Section title={t("contact.groups")}>
        {contact.groups.length === 0 && <p className="text-soft">{t("contact.noGroups")}</p>}
        <Rows>
          {contact.groups.map(({ id, name }) => (
            <Row key={id} told={<Go href={`/agenda/groups/${id}`}>{name}</Go>}>
              {manages && (
                <ActionForm action={leaveByForm.bind(null, contact.id, id)}>
                  <button type="submit" className="button">
                    {t("contact.leave", { group: name })}
                  </button>
                </ActionForm>
              )}
            </Row>
          ))}
        </Rows>
        {manages && others.length > 0 && (
          <ActionForm action={joinByForm.bind(null, contact.id)} className="mt-4 flex flex-wrap items-end gap-2">
            <FormSelect
              key={others.length}
              name="group"
              label={t("contact.choose")}
              value=""
              options={[{ value: "", label: t("chosen.pick") }, ...others]}
              className="min-w-48"
            />
            <button type="submit" className="button">
              {t("contact.join")}
            </button>
          </ActionForm>
        )}
      </Section>
      {manages && (
        <Section title={t("contact.deleteTitle")}>
          <div className="flex flex-wrap gap-3">
            <Confirm label={t("contact.delete")} text={t("contact.deleteSure")}>
              <ActionForm action={deleteByForm.bind(null, contact.id)}>
                <button type="submit" className="button button-danger">
                  {t("contact.deleteYes")}
                </button>
              </ActionForm>
            </Confirm>
            <Go href={`/agenda/forgotten?number=${contact.msisdn}`} className="button button-danger">
              {t("forget.contactLink")}
            </Go>
          </div>
        </Section>
      )}
    </div>
  );
}
