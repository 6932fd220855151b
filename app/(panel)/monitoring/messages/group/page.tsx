import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField } from "@/app/_ui/form-field";
import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { type RawParams, readQuery, writeQuery } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { countRecipients } from "@/lib/groups/from-messages";
import { messageDataset } from "@/lib/messages/dataset";
import { namesOf } from "@/lib/messages/filter-names";
import { offeredFor } from "@/lib/messages/offered";
import { pageTexts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { Empty, Trouble } from "../../_parts/nothing";
import { asOutcome } from "../../list";
import { addressOf, MESSAGES } from "../question";
import { createByForm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("groupFrom.title") };
}

/** How many numbers the question's messages went to, and the name of the group that they become. */
export default async function GroupFromPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const scope = await pageScopeWith("manage");
  const t = pageTexts(scope);
  const now = new Date();
  const formats = formatsOf(scope, now);
  const { query, unreadable } = readQuery(messageDataset, await searchParams, { now, zone: scope.zone });
  if (unreadable.length > 0)
    return (
      <main id="content" className="page">
        <Empty title={t("groupFrom.unreadable")}>
          <Go href={MESSAGES} className="button mt-4">
            {t("groupFrom.back")}
          </Go>
        </Empty>
      </main>
    );
  const all = { ...query, page: null, columns: null };
  const own = await offeredFor(scope, query);
  const { sentence } = tellQuery(messageDataset, all, wordsOf(t, formats, namesOf(t, formats, own)));
  const count = await countRecipients(scope, all).catch(asOutcome);
  return (
    <main id="content" className="page">
      <h1>{t("groupFrom.title")}</h1>
      <p className="mt-1 mb-5 text-soft">{sentence}</p>
      {count instanceof AppError ? (
        <Trouble t={t} error={count} />
      ) : (
        <div className="max-w-3xl">
          <Section
            title={t("groupFrom.numbers", { count, shown: formats.integer(count) })}
            intro={t("groupFrom.intro")}
          >
            {count > 0 && (
              <ActionForm
                action={createByForm.bind(null, writeQuery(messageDataset, all).toString())}
                className="flex max-w-lg flex-wrap items-start gap-2"
              >
                <FormField name="name" label={t("groupFrom.name")} max={80} className="min-w-56 flex-1" />
                <button type="submit" className="button button-primary mt-[1.15rem]">
                  {t("groupFrom.create")}
                </button>
              </ActionForm>
            )}
            <p className="mt-4">
              <Go href={addressOf(all)}>{t("groupFrom.back")}</Go>
            </p>
          </Section>
        </div>
      )}
    </main>
  );
}
