import { redirect } from "next/navigation";
import type { Scope } from "@/lib/auth/scope";
import {
  columnsNamed,
  columnsOf,
  type Dataset,
  type Fields,
  type Query,
  type RawParams,
  readQuery,
  writeQuery,
} from "@/lib/dataset/dataset";
import { readForm } from "@/lib/dataset/form";
import { AppError } from "@/lib/errors";
import { isAway } from "@/lib/http";
import { rememberedFields, rememberFields } from "@/lib/users/remembered-fields";

/** A list of MONITORING: where it is, and what can be asked of it. */
export type List<F extends Fields = Fields, C extends string = string, S extends string = string> = {
  path: string;
  dataset: Dataset<F, C, S>;
};

/** The address of a question; equal questions have equal ones. */
export function addressIn({ path, dataset }: List, query: Query): string {
  const params = writeQuery(dataset, query).toString();
  return params === "" ? path : `${path}?${params}`;
}

/** What the page was asked, and how it was asked. */
export type Question = Awaited<ReturnType<typeof readQuestion<Fields, string, string>>>;

/** Reads the address; what the plain form sent is sent on to the address that says the same. */
export async function readQuestion<F extends Fields, C extends string, S extends string>(
  list: List<F, C, S>,
  scope: Scope,
  raw: RawParams,
  now: Date,
) {
  const { dataset } = list;
  const { params, fromForm, exact } = readForm(raw);
  const remembered = await rememberedFields(scope, dataset.name);
  const reading = readQuery(dataset, params, { now, zone: scope.zone });
  const { query, unreadable } = reading;
  const columns = columnsOf(dataset, query, remembered);
  if (fromForm && unreadable.length === 0) {
    // Fields that are shown anyway need no mention.
    const usual = columnsOf(dataset, { ...query, columns: null }, remembered);
    redirect(addressIn(list, keysOf(usual) === keysOf(columns) ? { ...query, columns: null } : query));
  }
  return { params, exact, reading, query, unreadable, columns };
}

const keysOf = (columns: readonly { key: string }[]) => columns.map(({ key }) => key).join();

/** The fields ticked in the form become the reader's own; the rest of the question stays. */
export async function rememberTicked(scope: Scope, { path, dataset }: List, form: FormData): Promise<never> {
  const sent = [...form].filter((pair): pair is [string, string] => typeof pair[1] === "string");
  const params = new URLSearchParams(sent.filter(([key]) => !key.startsWith("$ACTION")));
  const ticked = columnsNamed(dataset, params.getAll("fields"));
  const keys = dataset.columns.filter(({ key }) => ticked.includes(key));
  const usual =
    keys.length === dataset.columns.filter(({ standard }) => standard).length && keys.every(({ standard }) => standard);
  await rememberFields(scope, dataset.name, usual ? [] : keys.map(({ key }) => key));
  params.delete("fields");
  redirect(`${path}?${params}`);
}

/** What the form asked stays on the page when the answer cannot be had. */
export function asOutcome(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isAway(error)) return new AppError("unavailable");
  throw error;
}
