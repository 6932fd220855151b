import type { Metadata } from "next";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { listFields } from "@/lib/contacts/fields";
import { pageTexts } from "@/lib/texts";
import { ContactForm } from "../_parts/contact-form";
import { createByForm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("contact.newTitle") };
}

export default async function NewContactPage() {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  return (
    <div className="max-w-3xl">
      <Section title={t("contact.newTitle")}>
        <ContactForm t={t} action={createByForm} extra={await listFields(scope)} submit={t("contact.create")} />
      </Section>
    </div>
  );
}
