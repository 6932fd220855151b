import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import type { Query } from "@/lib/dataset/dataset";
import type { ToldFilter } from "@/lib/dataset/tell";
import type { Texts } from "@/lib/texts";
import { addressIn, type List } from "../list";

/** The filters that are set, each with a way out of it. */
export function FilterChips({
  t,
  list,
  filters,
  query,
}: {
  t: Texts;
  list: List;
  filters: readonly ToldFilter<Query>[];
  query: Query;
}) {
  if (filters.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-wrap gap-1.5 print:hidden">
      {filters.map(({ key, label, value, without }) => (
        <li key={key} className="max-w-full">
          <Go
            href={addressIn(list, without)}
            className="chip max-w-full"
            aria-label={t("monitoring.removeFilter", { label, value })}
          >
            <span className="truncate">
              <span className="text-soft">{label}:</span> {value}
            </span>
            <Icon name="close" className="size-3 text-soft" />
          </Go>
        </li>
      ))}
      {filters.length > 1 && (
        <li>
          <Go
            href={addressIn(list, { ...query, filter: {}, page: null })}
            className="inline-flex min-h-7.5 items-center px-1"
          >
            {t("monitoring.clear")}
          </Go>
        </li>
      )}
    </ul>
  );
}
