import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import type { TextKey } from "@/lib/texts";
import { IMPORT } from "../../paths";
import type { Given } from "./given";

/** It failed or was given up: nothing was changed, and why. */
export function Ended({ t, found: { state, error } }: Given) {
  const [key, line] = (error ?? "").split(":");
  const known = `importFault.${key}` as TextKey;
  return (
    <section role="alert" className="note note-bad max-w-3xl">
      <Icon name="warning" className="mt-0.5 size-4 text-bad" />
      <div>
        <h3 className="font-semibold">{t(state === "failed" ? "imports.failed" : "imports.cancelled")}</h3>
        {state === "failed" && (
          <p className="mt-1">
            {t.has(known) ? t(known) : t("importFault.unknown")}{" "}
            {Number(line) > 0 && t("imports.atLine", { line: line! })}
          </p>
        )}
        <p className="mt-3">
          <Go href={IMPORT} className="button">
            {t("imports.again")}
          </Go>
        </p>
      </div>
    </section>
  );
}
