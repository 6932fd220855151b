import { Pager } from "@/app/_ui/pager";
import { type Query, SIZES } from "@/lib/dataset/dataset";
import type { Page } from "@/lib/dataset/page";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";
import { addressIn, type List } from "../list";

/** Where one is in a list, and its neighbouring pages. */
export function ListPager({
  t,
  formats,
  list,
  query,
  page: { rows, previous, next },
  total,
}: {
  t: Texts;
  formats: Formats;
  list: List;
  query: Query;
  page: Page<unknown>;
  total: number;
}) {
  const told = { shown: formats.integer(rows.length), total: formats.integer(total) };
  const to = (change: Partial<Query>) => addressIn(list, { ...query, ...change });
  return (
    <Pager
      told={query.page === null ? t("monitoring.firstRows", told) : t("monitoring.someRows", told)}
      first={query.page && to({ page: null })}
      previous={previous && to({ page: { before: previous } })}
      next={next && to({ page: { after: next } })}
      sizes={SIZES.map((size) => ({ size, href: to({ size, page: null }), current: size === query.size }))}
      texts={{
        label: t("monitoring.paging"),
        first: t("monitoring.first"),
        previous: t("monitoring.previous"),
        next: t("monitoring.next"),
        size: t("monitoring.size"),
      }}
    />
  );
}
