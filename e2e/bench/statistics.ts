import { db } from "@/db";
import { readQuery } from "@/lib/dataset/dataset";
import { type MessageQuery, messageDataset } from "@/lib/messages/dataset";
import type { Figures, Source } from "@/lib/statistics/figures";
import { fromCounts } from "@/lib/statistics/from-counts";
import { fromRows } from "@/lib/statistics/from-rows";
import type { BenchData } from "./bench-data";
import { milliseconds, repeat, report, round, seriesOf, table, tell } from "./measure";

const TOP = 10;
const PARTS = ["total", "series", "splits", "week"] as const satisfies (keyof Figures)[];

/**
 * The figures of a year's report of the large account out of the counts, against one scan of the same rows: that of
 * its totals and delays, which is less than the whole report.
 */
export async function statistics(data: BenchData): Promise<void> {
  const query = queryOf(data);
  const asked = { query, step: "month", top: TOP } as const;
  const taken = await repeat(() =>
    db.transaction(async (tx) => {
      const rows = fromRows(tx, data.scope, asked);
      const scan = await timeOf(rows, "total");
      const counts = fromCounts(tx, data.scope, asked, rows);
      const parts: number[] = [];
      for (const part of PARTS) parts.push(await timeOf(counts, part));
      return { parts, whole: parts.reduce((sum, each) => sum + each), scan };
    }),
  );
  const whole = seriesOf(taken.map((each) => each.whole));
  const scan = seriesOf(taken.map((each) => each.scan));
  const ratio = seriesOf(taken.map((each) => each.scan / each.whole));
  const parts = PARTS.map((_, index) => tell(seriesOf(taken.map((each) => each.parts[index]!))));
  table(
    ["milliseconds", ...PARTS, "whole report", "one scan of rows", "times faster"],
    [[`${data.messages} messages`, ...parts, tell(whole), tell(scan), tell(ratio)]],
  );
  report(
    "statistics",
    `${round(whole.median)} ms, ${round(ratio.median)} times faster than one scan of ${data.messages} rows`,
    "400 ms, 20 times",
    whole.median <= 400 && ratio.median >= 20,
  );
}

const timeOf = (source: Source, part: keyof Source) => milliseconds(() => source[part]());

function queryOf({ scope, period }: BenchData): MessageQuery {
  const clock = { now: new Date(), zone: scope.zone };
  return readQuery(messageDataset, new URLSearchParams(`period=${period}`), clock).query;
}
