import type { NextRequest } from "next/server";
import type { Scope } from "@/lib/auth/scope";
import { columnsOf, type Fields, readQuery } from "@/lib/dataset/dataset";
import { readForm } from "@/lib/dataset/form";
import { invalid } from "@/lib/errors";
import { rememberedFields } from "@/lib/users/remembered-fields";
import type { List } from "./list";

/**
 * The page's own parameters. A file's fields are the ones shown there: those asked for, remembered or standard.
 * @throws AppError invalid, naming what cannot be read: a file never has more than was meant.
 */
export async function readAskedFile<F extends Fields, C extends string, S extends string>(
  { dataset }: List<F, C, S>,
  scope: Scope,
  request: NextRequest,
  now: Date,
) {
  const { params } = readForm(request.nextUrl.searchParams);
  const { query, unreadable } = readQuery(dataset, params, { now, zone: scope.zone });
  if (unreadable.length > 0) throw invalid(`Cannot be read: ${unreadable.join(", ")}.`);
  const remembered = await rememberedFields(scope, dataset.name);
  return { query, columns: columnsOf(dataset, query, remembered) };
}
