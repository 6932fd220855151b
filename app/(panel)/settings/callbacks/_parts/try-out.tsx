import { ActionForm } from "@/app/_ui/action-form";
import { Section } from "@/app/_ui/section";
import type { CallbackKind } from "@/lib/callbacks/words";
import type { Texts } from "@/lib/texts";
import { tryByForm } from "../actions";

/** Calls what is saved with sample data, and shows what it answers. */
export function TryOut({ t, ack, click }: { t: Texts; ack: boolean; click: boolean }) {
  const kinds: CallbackKind[] = [...(ack ? ["ack" as const] : []), ...(click ? ["click" as const] : [])];
  return (
    <Section title={t("callbacks.tryTitle")} intro={t("callbacks.tryIntro")}>
      <div className="grid gap-4">
        {kinds.map((kind) => (
          <ActionForm key={kind} action={tryByForm.bind(null, kind)} label={t(`callbacks.try.${kind}`)}>
            <button type="submit" className="button">
              {t(`callbacks.try.${kind}`)}
            </button>
          </ActionForm>
        ))}
      </div>
    </Section>
  );
}
