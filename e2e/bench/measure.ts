/** At least five, because the machine is nobody's alone; an odd number, so that the median is one of them. */
export const RUNS = 5;

export type Series = { median: number; least: number; most: number };

export function seriesOf(values: readonly number[]): Series {
  const sorted = [...values].sort((one, other) => one - other);
  return { median: sorted[sorted.length >> 1]!, least: sorted[0]!, most: sorted.at(-1)! };
}

/** The same work some times; the first is thrown away, it warms what is cold. */
export async function repeat<T>(work: (run: number) => Promise<T>, runs = RUNS): Promise<T[]> {
  await work(-1);
  const results: T[] = [];
  for (let run = 0; run < runs; run++) results.push(await work(run));
  return results;
}

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

export const round = (value: number, places = 1): string => value.toFixed(places);

export const tell = ({ median, least, most }: Series, places = 1): string =>
  `${round(median, places)} (${round(least, places)}–${round(most, places)})`;

/** A table with its numbers to the right. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  ");
  console.log(`\n${all.map(line).join("\n")}\n`);
}

/** The one line that counts. */
export function report(name: string, measured: string, goal: string, reached: boolean): void {
  console.log(`bench ${name}: measured ${measured}, goal ${goal}, ${reached ? "ok" : "short"}`);
}
