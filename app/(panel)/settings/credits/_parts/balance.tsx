import type { Balance as Figures } from "@/lib/credits/queries";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";

/** What can be spent, and what waits to be charged or given back. */
export const Balance = ({ t, formats, balance, reserved }: { t: Texts; formats: Formats } & Figures) => (
  <dl className="flex flex-wrap gap-x-10 gap-y-3">
    <Figure label={t("credits.balance")} value={formats.decimal(balance)} bad={balance.startsWith("-")} />
    <Figure label={t("credits.reserved")} value={formats.decimal(reserved)} />
  </dl>
);

const Figure = ({ label, value, bad = false }: { label: string; value: string; bad?: boolean }) => (
  <div>
    <dt className="text-soft">{label}</dt>
    <dd className={`text-xl font-semibold tabular-nums ${bad ? "text-bad" : ""}`}>{value}</dd>
  </div>
);
