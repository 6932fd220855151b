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
): Promise<{ figures: Figures; previous: Figures["total"] | null }> {
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
    return { figures, previous: await sourceOf(tx, scope, { ...asked, query: previous }).total() };
  });
}

const sourceOf = (tx: Transaction, scope: Scope, asked: Asked): Source =>
  fromCounts(tx, scope, asked, fromRows(tx, scope, asked));
