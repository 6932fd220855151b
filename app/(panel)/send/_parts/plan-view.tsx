import { ActionForm } from "@/app/_ui/action-form";
import { FormField } from "@/app/_ui/form-field";
import { Section } from "@/app/_ui/section";
import type { Scope } from "@/lib/auth/scope";
import type { Formats } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import type { Plan } from "@/lib/send/plan";
import type { Texts } from "@/lib/texts";
import { sendByForm, testByForm } from "../actions";
import type { Given } from "../given";

/** What a sending would be: who gets it and who does not, what it costs, how it reads; then the button that sends it. */
export function PlanView({
  t,
  formats,
  scope,
  given,
  plan,
}: {
  t: Texts;
  formats: Formats;
  scope: Scope;
  given: Given;
  plan: Plan;
}) {
  const { recipients, credits, segments, leftOut, lengths, samples, unknown } = plan;
  const left = (["blacklist", "format", "duplicates"] as const).filter((why) => leftOut[why] > 0);
  const time = given.at === "" ? t("send.now") : `${formats.localMinute(given.at)} · ${scope.zone}`;
  const figures: [string, string][] = [
    [t("send.recipients"), formats.integer(recipients)],
    [t("send.segments"), formats.integer(segments)],
    [t("send.credits"), formats.decimal(credits)],
    [t("send.when"), time],
  ];
  return (
    <Section title={t("send.plan")}>
      <dl className="report-rows">
        {figures.map(([label, figure]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      <h3 className="mt-4 font-semibold">{t("send.leftOut")}</h3>
      {left.length === 0 ? (
        <p className="text-soft">{t("send.leftOutNone")}</p>
      ) : (
        <dl className="report-rows">
          {left.map((why) => (
            <div key={why}>
              <dt>{t(`send.${why}`)}</dt>
              <dd>{formats.integer(leftOut[why])}</dd>
            </div>
          ))}
        </dl>
      )}
      {lengths.length > 0 && (
        <>
          <h3 className="mt-4 font-semibold">{t("send.lengths")}</h3>
          <ul>
            {lengths.map((each) => (
              <li key={`${each.segments}${each.encoding}`}>
                {t("send.lengthOf", {
                  ...{ count: each.messages, shown: formats.integer(each.messages), segments: each.segments },
                  encoding: t(`encoding.${each.encoding}`),
                })}
              </li>
            ))}
          </ul>
          <h3 className="mt-4 font-semibold">{t("send.samples")}</h3>
          <ul className="mt-1 grid gap-2">
            {samples.map(({ to, text }) => (
              <li key={to}>
                <span className="text-xs text-soft">{formatNumber(to)}</span>
                <p className="bubble">{text}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {unknown.length > 0 && (
        <p className="note note-warn mt-4">
          {t("send.unknown", {
            fields: unknown
              .slice(0, 10)
              .map((each) => `%${each}%`)
              .join(", "),
          })}
        </p>
      )}
      {recipients === 0 ? (
        <p className="note note-bad mt-4">{t("send.empty")}</p>
      ) : (
        <div className="mt-5 grid gap-5">
          <details>
            <summary className="disclosure">{t("send.test")}</summary>
            <ActionForm
              action={testByForm.bind(null, given)}
              className="mt-2 flex max-w-md flex-wrap items-start gap-2"
              label={t("send.test")}
            >
              <FormField name="testTo" label={t("send.testTo")} max={24} className="min-w-40 flex-1" />
              <button type="submit" className="button mt-[1.15rem]">
                {t("send.testSend")}
              </button>
            </ActionForm>
          </details>
          <ActionForm action={sendByForm.bind(null, given, { recipients, credits })}>
            <button type="submit" className="button button-primary">
              {given.at === ""
                ? t("send.sendNow", { count: recipients, shown: formats.integer(recipients) })
                : t("send.sendLater", { time: formats.localMinute(given.at) })}
            </button>
          </ActionForm>
        </div>
      )}
    </Section>
  );
}
