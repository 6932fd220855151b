import Link from "next/link";
import type { Texts } from "@/lib/texts";

export function Missing({ t }: { t: Texts }) {
  return (
    <main id="content" className="page max-w-[44rem] pt-16 md:pt-24">
      <h1>{t("fault.missingTitle")}</h1>
      <p className="mt-2 text-soft">{t("fault.missingText")}</p>
      <p className="mt-5">
        <Link href="/" prefetch={false} className="button">
          {t("fault.home")}
        </Link>
      </p>
    </main>
  );
}
