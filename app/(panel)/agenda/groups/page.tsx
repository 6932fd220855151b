import type { Metadata } from "next";
import { ActionForm } from "@/app/_ui/action-form";
import { FormField } from "@/app/_ui/form-field";
import { Go } from "@/app/_ui/go";
import { Row, Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import { formatsOf } from "@/lib/format";
import { listGroups } from "@/lib/groups/queries";
import { pageTexts } from "@/lib/texts";
import { createByForm } from "./actions";
import { GROUPS } from "./paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScope())("groups.title") };
}

export default async function GroupsPage() {
  const scope = await pageScope();
  const t = pageTexts(scope);
  const formats = formatsOf(scope, new Date());
  const groups = await listGroups(scope);
  const manages = may(scope, "manage");
  return (
    <div className="grid max-w-3xl gap-6">
      <Section title={t("groups.title")}>
        {groups.length === 0 && <p className="text-soft">{t("groups.none")}</p>}
        <Rows>
          {groups.map(({ id, name, members, createdAt }) => (
            <Row
              key={id}
              told={
                <>
                  <Go href={`${GROUPS}/${id}`} className="font-medium wrap-anywhere">
                    {name}
                  </Go>
                  <span className="block text-xs text-soft">
                    {t("groups.createdOn", { time: formats.time(createdAt) })}
                  </span>
                </>
              }
            >
              <p className="min-w-28 text-right">
                <b className="font-semibold">{formats.integer(members)}</b>{" "}
                <span className="text-soft">{t("groups.members", { count: members })}</span>
              </p>
            </Row>
          ))}
        </Rows>
        {manages && groups.length > 1 && (
          <p className="mt-4 print:hidden">
            <Go href={`${GROUPS}/combine`} className="button">
              {t("groups.combine")}
            </Go>
          </p>
        )}
      </Section>
      {manages && (
        <div className="print:hidden">
          <Section title={t("groups.new")}>
            <ActionForm action={createByForm} className="flex max-w-lg flex-wrap items-start gap-2">
              <FormField name="name" label={t("groups.name")} max={80} className="min-w-56 flex-1" />
              <button type="submit" className="button button-primary mt-[1.15rem]">
                {t("groups.create")}
              </button>
            </ActionForm>
          </Section>
        </div>
      )}
    </div>
  );
}
