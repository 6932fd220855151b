import { snapshot, type Transaction } from "@/db";
import { demand, type Scope } from "@/lib/auth/scope";
import type { Asked, Figures, Source } from "./figures";
import { fromCounts } from "./from-counts";
import { fromRows } from "./from-rows";

/** All figures of a question, in one snapshot; those of another question beside it in the same one. */
export async function readFigures(
  scope: Scope,
  asked: Asked,
  previous: Asked["query"] | null,
): Promise<{ figures: Figures; previous: Pick<Figures, "total" | "series"> | null }> {
  demand(scope, "read");
  return snapshot(async (tx) => {
    const source = sourceOf(tx, scope, asked);
    const figures = {
      total: await source.total(),
      series: await source.series(),
      splits: await source.splits(),
      week: await source.week(),
    };
    if (!previous) return { figures, previous: null };
    const before = sourceOf(tx, scope, { ...asked, query: previous });
    return { figures, previous: { total: await before.total(), series: await before.series() } };
  });
}

const sourceOf = (tx: Transaction, scope: Scope, asked: Asked): Source =>
  fromCounts(tx, scope, asked, fromRows(tx, scope, asked));
