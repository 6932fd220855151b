import type { NextRequest } from "next/server";
import type { Scope } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { CSV_KINDS, type CsvKind } from "@/lib/dataset/csv";
import { columnsOf, type Fields, type Query, readQuery } from "@/lib/dataset/dataset";
import { fileResponse, type StreamedFile } from "@/lib/dataset/file-response";
import { readForm } from "@/lib/dataset/form";
import type { AskedFile } from "@/lib/dataset/list-file";
import { tellQuery } from "@/lib/dataset/tell";
import { invalid } from "@/lib/errors";
import { type Formats, formatsOf } from "@/lib/format";
import { respond } from "@/lib/http";
import { pageTexts, type Texts } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { rememberedFields } from "@/lib/users/remembered-fields";
import type { List } from "./list";

type Asked<F extends Fields, C extends string, S extends string> = AskedFile<Query<F, C, S>, C>;

/** Where its columns are the account's own, the list is made for whoever asks. */
type ListOf<F extends Fields, C extends string, S extends string> =
  | List<F, C, S>
  | ((scope: Scope) => Promise<List<F, C, S>>);

/** `kind`: `excel` or `plain` (also when it is not said); otherwise the page's own parameters. */
export const csvRoute =
  <F extends Fields, C extends string, S extends string>(
    list: ListOf<F, C, S>,
    make: (scope: Scope, asked: Asked<F, C, S>, kind: CsvKind, signal: AbortSignal) => Promise<StreamedFile>,
  ) =>
  (request: NextRequest): Promise<Response> =>
    respond(async () => {
      const scope = await requireScope();
      const asked = await readAsked(list, scope, request, new Date());
      const said = request.nextUrl.searchParams.get("kind") ?? "plain";
      const kind = CSV_KINDS.find((each) => each === said);
      if (!kind) throw invalid(`Cannot be read: kind. It is one of ${CSV_KINDS.join(", ")}.`);
      return fileResponse(request, (signal) => make(scope, asked, kind, signal));
    });

export const xlsxRoute =
  <F extends Fields, C extends string, S extends string>(
    list: ListOf<F, C, S>,
    make: (scope: Scope, asked: Asked<F, C, S>, now: Date, signal: AbortSignal) => Promise<StreamedFile>,
  ) =>
  (request: NextRequest): Promise<Response> =>
    respond(async () => {
      const scope = await requireScope();
      const now = new Date();
      const asked = await readAsked(list, scope, request, now);
      return fileResponse(request, (signal) => make(scope, asked, now, signal));
    });

/** How values of the question's filters are called that no text holds. */
export type Names = Record<string, (value: string) => string>;

/** @param names as on the page. */
export const pdfRoute =
  <F extends Fields, C extends string, S extends string>(
    list: List<F, C, S>,
    names: (scope: Scope, query: Query<F, C, S>, t: Texts, formats: Formats) => Promise<Names>,
    make: (
      scope: Scope,
      asked: Asked<F, C, S>,
      sentence: string,
      now: Date,
      signal: AbortSignal,
    ) => Promise<StreamedFile>,
  ) =>
  (request: NextRequest): Promise<Response> =>
    respond(async () => {
      const scope = await requireScope();
      const now = new Date();
      const asked = await readAsked(list, scope, request, now);
      const t = pageTexts(scope);
      const formats = formatsOf(scope, now);
      const words = wordsOf(t, formats, await names(scope, asked.query, t, formats));
      const { sentence } = tellQuery(list.dataset, asked.query, words);
      return fileResponse(request, (signal) => make(scope, asked, sentence, now, signal));
    });

/**
 * A file's fields are the ones shown on the page: those asked for, remembered or standard.
 * @throws AppError invalid, naming what cannot be read: a file never has more than was meant.
 */
async function readAsked<F extends Fields, C extends string, S extends string>(
  list: ListOf<F, C, S>,
  scope: Scope,
  request: NextRequest,
  now: Date,
): Promise<Asked<F, C, S>> {
  const { dataset } = typeof list === "function" ? await list(scope) : list;
  const { params } = readForm(request.nextUrl.searchParams);
  const { query, unreadable } = readQuery(dataset, params, { now, zone: scope.zone });
  if (unreadable.length > 0) throw invalid(`Cannot be read: ${unreadable.join(", ")}.`);
  const remembered = await rememberedFields(scope, dataset.name);
  return { query, columns: columnsOf(dataset, query, remembered) };
}
