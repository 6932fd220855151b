import { Icon } from "@/app/_ui/icon";
import type { Texts } from "@/lib/texts";

/** Shows the report here, or on a page made for paper. */
export function ShowAndPrint({ t, paper }: { t: Texts; paper: string }) {
  return (
    <div className="search flex flex-wrap gap-2">
      <button type="submit" className="button button-primary grow">
        {t("statistics.show")}
      </button>
      <button type="submit" formAction={paper} className="button grow">
        <Icon name="print" />
        {t("statistics.print")}
      </button>
    </div>
  );
}
