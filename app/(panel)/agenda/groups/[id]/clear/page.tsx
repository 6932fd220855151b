import type { Metadata } from "next";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { Section } from "@/app/_ui/section";
import { may } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";
import type { RawParams } from "@/lib/dataset/dataset";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { listClears } from "@/lib/groups/clear";
import { previewClear } from "@/lib/groups/clear-preview";
import { LEAVING, readRules } from "@/lib/groups/clear-rules";
import { pageTexts } from "@/lib/texts";
import { Trouble } from "../../../../monitoring/_parts/nothing";
import { asOutcome } from "../../../../monitoring/list";
import { GROUPS, groupOf } from "../../paths";
import { LeavingList } from "./_parts/leaving-list";
import { Past } from "./_parts/past";
import { PreviewOf } from "./_parts/preview";
import { RulesForm } from "./_parts/rules-form";

type Given = { params: Promise<{ id: string }>; searchParams: Promise<Exclude<RawParams, URLSearchParams>> };

export async function generateMetadata(given: Given): Promise<Metadata> {
  const scope = await pageScope();
  return { title: pageTexts(scope)("clear.title", { group: (await groupOf(scope, given)).name }) };
}

/** First the rules, in the address; then who would leave; then the button. */
export default async function ClearPage(given: Given) {
  const scope = await pageScope();
  const group = await groupOf(scope, given);
  const now = new Date();
  const t = pageTexts(scope);
  const formats = formatsOf(scope, now);
  const raw = await given.searchParams;
  const { rules, unreadable } = readRules(raw);
  const listed = LEAVING.find((each) => each === raw.list);
  const after = Number(typeof raw.after === "string" && /^\d{1,15}$/.test(raw.after) ? raw.after : 0);
  const cleared = typeof raw.cleared === "string" ? raw.cleared : null;
  const [preview, past] = await Promise.all([
    unreadable.length > 0 ? null : previewClear(scope, group.id, rules, now).catch(asOutcome),
    listClears(scope, group.id, now),
  ]);
  const done = past.find(({ id, undoneAt }) => String(id) === cleared && undoneAt === null);
  return (
    <div className="grid max-w-4xl gap-6">
      <div>
        <h2 className="text-lg wrap-anywhere">{t("clear.title", { group: group.name })}</h2>
        <p className="max-w-prose text-soft">{t("clear.intro")}</p>
        <p className="mt-1 print:hidden">
          <Go href={`${GROUPS}/${group.id}`}>{group.name}</Go>
        </p>
      </div>
      {done && (
        <p role="status" className="note note-good">
          <Icon name="delivered" className="mt-0.5 size-4" />
          {t("clear.done", {
            ...{ removed: done.removed, removedShown: formats.integer(done.removed) },
            keptShown: formats.integer(done.kept),
          })}
        </p>
      )}
      <RulesForm t={t} rules={rules} />
      {unreadable.length > 0 && (
        <p role="alert" className="note note-bad">
          <Icon name="warning" className="mt-0.5 size-4 text-bad" />
          {t("clear.unreadable")}
        </p>
      )}
      {preview instanceof AppError && <Trouble t={t} error={preview} />}
      {preview && !(preview instanceof AppError) && !listed && (
        <PreviewOf {...{ t, formats, group, rules, preview }} manages={may(scope, "manage")} />
      )}
      {preview && !(preview instanceof AppError) && listed && (
        <LeavingList {...{ scope, t, formats, group, rules, after, now }} reason={listed} preview={preview} />
      )}
      <div id="past">
        <Section title={t("clear.past")}>
          <Past t={t} formats={formats} past={past} manages={may(scope, "manage")} />
        </Section>
      </div>
    </div>
  );
}
