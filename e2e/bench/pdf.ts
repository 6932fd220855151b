import type { Application } from "./application";
import type { BenchData } from "./bench-data";
import { repeat, report, round, seriesOf, table, tell } from "./measure";

const MOST_ROWS = "the first 10 000 rows";

/** Lists of 10 000 rows and a report over a year as PDF through the application: first byte, whole, memory. */
export async function pdf(data: BenchData, application: Application): Promise<void> {
  const cookie = await application.signIn(data.ownerId);
  const paths = [
    ["messages", `/monitoring/messages/pdf?period=${data.period}`],
    ["clicks", `/monitoring/clicks/pdf?period=${data.period}`],
    ["report by month", `/statistics/messages/pdf?period=${data.period}&by=month`],
    ["report by day", `/statistics/messages/pdf?period=${data.period}&by=day`],
  ] as const;
  const measured: Record<string, { first: number; whole: number; grown: number }> = {};
  const rows: string[][] = [];
  for (const [name, path] of paths) {
    const taken = await repeat(() => download(application, cookie, path));
    const series = (of: keyof Downloaded) => seriesOf(taken.map((each) => each[of]));
    const grown = Math.max(...taken.map((each) => each.grown));
    measured[name] = { first: series("first").median, whole: series("whole").median, grown };
    rows.push([
      ...[name, tell(series("first"), 0), tell(series("whole"), 0)],
      ...[round(taken[0]!.bytes / 1e6), round(grown, 0)],
    ]);
  }
  table(["PDF, milliseconds", "first byte", "whole", "megabytes", "memory grows, MB"], rows);
  for (const name of ["messages", "clicks"] as const) {
    const { first, grown } = measured[name]!;
    const reached = first < 1_000 && grown < 128;
    report(
      `pdf-${name}`,
      `first byte ${round(first, 0)} ms of ${MOST_ROWS}, ${round(grown, 0)} MB`,
      "1000 ms, 128 MB",
      reached,
    );
  }
  for (const name of ["report by month", "report by day"] as const) {
    const { whole } = measured[name]!;
    report(`pdf-${name.replaceAll(" ", "-")}`, `${round(whole, 0)} ms for a year`, "1500 ms", whole < 1_500);
  }
}

type Downloaded = { first: number; whole: number; bytes: number; grown: number };

async function download({ url, memory }: Application, cookie: string, path: string): Promise<Downloaded> {
  const before = memory() ?? 0;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, memory() ?? 0);
  }, 100);
  const from = performance.now();
  const response = await fetch(`${url}${path}`, { headers: { cookie } });
  if (response.status !== 200) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
  let first = 0;
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    first ||= performance.now() - from;
    bytes += chunk.length;
  }
  clearInterval(watch);
  return { first, whole: performance.now() - from, bytes, grown: most - before };
}
