import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { Live } from "@/app/_ui/live";
import { Section } from "@/app/_ui/section";
import { cancelByForm } from "../../actions";
import type { Given } from "./given";

export function Running({ t, formats, found, now }: Given & { now: Date }) {
  const percent = formats.percent(found.progress, Math.max(1, found.bytes));
  const told = found.state === "waiting" ? t("imports.waiting") : t("imports.progress", { percent });
  return (
    <div className="max-w-3xl">
      <Section title={t(`importState.${found.state}`)} intro={t("imports.progressIntro")}>
        <progress className="import-progress" max={Math.max(1, found.bytes)} value={found.progress} aria-label={told} />
        <div className="mt-1 mb-4 flex flex-wrap items-center justify-between gap-3">
          <p>{told}</p>
          <Live
            live
            asOf={t("live.asOf", { time: formats.clock(now) })}
            told={told}
            texts={{ pause: t("live.pause"), resume: t("live.resume"), paused: t("live.paused") }}
          />
        </div>
        <Confirm label={t("imports.cancel")} text={t("imports.cancelText")}>
          <ActionForm action={cancelByForm.bind(null, found.id)}>
            <button type="submit" className="button button-danger">
              {t("imports.cancelDo")}
            </button>
          </ActionForm>
        </Confirm>
      </Section>
    </div>
  );
}
