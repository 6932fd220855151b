import type { Scope } from "@/lib/auth/scope";
import { type Dataset, type Fields, type Query, readQuery, writeQuery } from "@/lib/dataset/dataset";
import type { Page } from "@/lib/dataset/page";
import { invalid } from "@/lib/errors";

/**
 * A page of a list for a program: MONITORING's own question and fields, and the address of the page that follows.
 * @param list under which name the rows are answered, and the path they are at.
 * @throws AppError invalid, naming what cannot be read: a mistyped filter never widens an answer.
 */
export async function readList<F extends Fields, C extends string, S extends string, Row extends object>(
  scope: Scope,
  { dataset, name }: { dataset: Dataset<F, C, S>; name: string },
  asked: URLSearchParams,
  now: Date,
  read: (query: Query<F, C, S>, columns: readonly C[]) => Promise<Page<Row>>,
): Promise<object> {
  const { query, unreadable } = readQuery(dataset, asked, { now, zone: scope.zone });
  if (unreadable.length > 0) throw invalid(`Cannot be read: ${unreadable.join(", ")}.`);
  const { rows, next } = await read(query, query.columns ?? dataset.columns.map(({ key }) => key));
  const following = next && writeQuery(dataset, { ...query, page: { after: next } });
  return { [name]: rows, next: following && `/api/v1/${name}?${following}` };
}
