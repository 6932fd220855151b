import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormSelect } from "@/app/_ui/form-field";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { listFields } from "@/lib/contacts/fields";
import { contactsWithIds } from "@/lib/contacts/queries";
import { formatsOf } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import { pageTexts } from "@/lib/texts";
import { Empty } from "../../../monitoring/_parts/nothing";
import { ContactTable } from "../_parts/contact-table";
import { paramsOf } from "../chosen";
import { contactList } from "../question";
import { mergeByForm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("merge.title") };
}

export default async function MergePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const given = paramsOf(await searchParams)
    .getAll("id")
    .filter((id) => /^\d{1,15}$/.test(id));
  const contacts = await contactsWithIds(scope, given.slice(0, 21).map(Number));
  if (contacts.length < 2 || contacts.length > 20) return <Empty title={t("merge.tooFew")}>{null}</Empty>;
  const extra = await listFields(scope);
  const { dataset } = await contactList(scope);
  const shown = ["number", "name", "delivered", "failed", "lastSentAt", ...extra.map(({ key }) => `x_${key}`)];
  const rows = contacts.map((contact) => ({
    ...{ id: String(contact.id), addedAt: contact.createdAt, known: contact.knownAt !== null },
    ...{ number: contact.msisdn, name: contact.name, delivered: contact.delivered, failed: contact.failed },
    ...{ lastSentAt: contact.lastSentAt },
    ...Object.fromEntries(Object.entries(contact.fields).map(([key, value]) => [`x_${key}`, value])),
  }));
  return (
    <div className="grid gap-6">
      <Section title={t("merge.title")} intro={t("merge.intro")}>
        <ContactTable
          {...{ t, rows, formats: formatsOf(scope, new Date()), caption: t("merge.title"), choosable: false }}
          columns={dataset.columns.filter(({ key }) => shown.includes(key))}
        />
        <ActionForm
          action={mergeByForm.bind(
            null,
            contacts.map(({ id }) => id),
          )}
          className="mt-5 grid max-w-md gap-4"
        >
          <FormSelect
            name="keep"
            label={t("merge.keep")}
            value={String(contacts[0]!.id)}
            options={contacts.map(({ id, msisdn, name }) => ({
              value: String(id),
              label: [formatNumber(msisdn), name].filter(Boolean).join(" · "),
            }))}
          />
          <p className="text-soft">{t("merge.warning")}</p>
          <div>
            <button type="submit" className="button button-primary">
              {t("merge.yes")}
            </button>
          </div>
        </ActionForm>
      </Section>
    </div>
  );
}
