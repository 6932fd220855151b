import Link from "next/link";
import { Icon } from "@/app/_ui/icon";
import type { Texts } from "@/lib/texts";

/* What is not as usual, above everything: whose eyes one looks through, and that nothing is sent for real. */

export function ActingAs({ t, account }: { t: Texts; account: string }) {
  return (
    <p className="banner print:hidden bg-warn-soft text-warn">
      <Icon name="warning" />
      <span>
        {t("shell.actingAs", { account })}{" "}
        <Link href="/admin" prefetch={false} className="font-semibold text-inherit underline">
          {t("shell.stopActing")}
        </Link>
      </span>
    </p>
  );
}

export function Simulated({ t }: { t: Texts }) {
  return (
    <p className="banner print:hidden bg-accent-soft text-ink" title={t("shell.simulatedMore")}>
      <Icon name="test" />
      <span>{t("shell.simulated")}</span>
    </p>
  );
}
