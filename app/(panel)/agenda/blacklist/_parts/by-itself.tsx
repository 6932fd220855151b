import { ActionForm } from "@/app/_ui/action-form";
import { FormBoxes } from "@/app/_ui/form-field";
import { Go } from "@/app/_ui/go";
import { Section } from "@/app/_ui/section";
import { BLACKLIST_ON } from "@/lib/blacklist/on";
import type { Words } from "@/lib/inbound/keywords";
import type { Texts } from "@/lib/texts";
import { OPT_OUT, TellWords } from "../../../settings/opt-out/tell-words";
import { chooseByForm } from "../actions";

/** How numbers come onto the list without anybody typing them: by a word, by a link, by what receipts say. */
export function ByItself({
  t,
  on,
  words,
  manages,
}: {
  t: Texts;
  on: readonly string[];
  words: Words;
  manages: boolean;
}) {
  return (
    <Section title={t("blacklist.byItself")}>
      <ul className="grid max-w-prose list-disc gap-1.5 pl-5">
        <li>
          <TellWords t={t} words={words} />{" "}
          {manages && (
            <Go href={OPT_OUT} className="underline">
              {t("optOut.change")}
            </Go>
          )}
        </li>
        <li>{t("blacklist.byLink")}</li>
        <li>{t("blacklist.byReceipt")}</li>
      </ul>
      {manages && (
        <ActionForm action={chooseByForm} className="mt-4 grid gap-3" label={t("blacklist.byItself")}>
          <FormBoxes
            name="on"
            legend={t("blacklist.on")}
            ticked={on}
            options={BLACKLIST_ON.map((value) => ({ value, label: t(`blacklistOn.${value}`) }))}
          />
          <div>
            <button type="submit" className="button">
              {t("common.save")}
            </button>
          </div>
        </ActionForm>
      )}
    </Section>
  );
}
