import { Icon } from "@/app/_ui/icon";
import type { Texts } from "@/lib/texts";
import { stopActing } from "../admin/actions";

/* What is not as usual, above everything: whose eyes one looks through, and that nothing is sent for real. */

export function ActingAs({ t, account }: { t: Texts; account: string }) {
  return (
    <form action={stopActing} className="banner bg-warn-soft text-warn">
      <Icon name="warning" />
      <span>
        {t("shell.actingAs", { account })}{" "}
        <button type="submit" className="cursor-pointer font-semibold underline">
          {t("shell.stopActing")}
        </button>
      </span>
    </form>
  );
}

export function Simulated({ t }: { t: Texts }) {
  return (
    <p className="banner bg-accent-soft text-ink" title={t("shell.simulatedMore")}>
      <Icon name="test" />
      <span>{t("shell.simulated")}</span>
    </p>
  );
}
