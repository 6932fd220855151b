import type { Metadata } from "next";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { campaignOptions } from "@/lib/campaigns/queries";
import { listFields } from "@/lib/contacts/fields";
import { AppError } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { formatsOf } from "@/lib/format";
import { groupOptions } from "@/lib/groups/queries";
import { readComposed } from "@/lib/send/composed";
import { planSending } from "@/lib/send/plan";
import { pageTexts } from "@/lib/texts";
import { tellRefusal } from "../../answer-form";
import { Compose } from "./_parts/compose";
import { PlanView } from "./_parts/plan-view";
import { readGiven } from "./given";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("send"))("send.title") };
}

type Asked = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** A plain form whose address is what would be sent; only the button under the plan sends it. */
export default async function SendPage({ searchParams }: Asked) {
  const scope = await pageScopeWith("send");
  const t = pageTexts(scope);
  const formats = formatsOf(scope, new Date());
  const given = readGiven(await searchParams);
  const [groups, recent, fields] = await Promise.all([
    groupOptions(scope),
    campaignOptions(scope, given.campaign),
    listFields(scope),
  ]);
  const campaigns = recent.map(({ id, name, sentAt }) => ({
    value: String(id),
    label: `${name} · ${formats.day(sentAt)}`,
  }));
  const checked = given.check === "" ? null : await check();

  async function check() {
    try {
      const keys = fields.map(({ key }) => key);
      return { plan: await planSending(scope, readComposed(scope, given), keys, new Date()) };
    } catch (error) {
      if (error instanceof FieldError) return { faults: error.fields };
      if (error instanceof AppError) return { refused: tellRefusal(t, error) };
      throw error;
    }
  }

  return (
    <main id="content" className="page">
      <h1>{t("send.title")}</h1>
      <p className="mt-1 text-soft">{t("send.intro")}</p>
      <div className="mt-5 grid items-start gap-6 lg:grid-cols-2">
        <Section title={t("send.text")}>
          <Compose
            {...{ t, scope, given, groups, campaigns, fields }}
            faults={checked && "faults" in checked ? checked.faults! : {}}
          />
        </Section>
        {checked && "refused" in checked && (
          <p role="alert" className="note note-bad">
            {checked.refused}
          </p>
        )}
        {checked && "plan" in checked && <PlanView {...{ t, formats, scope, given }} plan={checked.plan!} />}
      </div>
    </main>
  );
}
