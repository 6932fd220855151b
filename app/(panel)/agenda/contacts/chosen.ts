import type { Scope } from "@/lib/auth/scope";
import type { ContactQuery } from "@/lib/contacts/dataset";
import type { Selection } from "@/lib/contacts/selection";
import { readQuery } from "@/lib/dataset/dataset";
import { invalid } from "@/lib/errors";
import { contactList } from "./question";

const MOST_IDS = 1_000;

/**
 * The contacts an address speaks of: `?id=1&id=2`, or `?all=1` and the list's own question.
 * @returns null: none. @throws AppError invalid: what cannot be read never means more contacts than somebody chose.
 */
export async function readChosen(
  scope: Scope,
  params: URLSearchParams,
): Promise<{ selection: Selection; query: ContactQuery | null } | null> {
  if (params.get("all") !== "1") {
    const ids = params.getAll("id");
    if (ids.length > MOST_IDS || ids.some((id) => !/^\d{1,15}$/.test(id))) throw invalid("Cannot be read: id.");
    return ids.length > 0 ? { selection: { ids: [...new Set(ids.map(Number))] }, query: null } : null;
  }
  const { dataset } = await contactList(scope);
  const { query, unreadable } = readQuery(dataset, params, { now: new Date(), zone: scope.zone });
  if (unreadable.length > 0) throw invalid(`Cannot be read: ${unreadable.join(", ")}.`);
  return { selection: { filter: query.filter }, query };
}

/** Next's parameters as an address has them. */
export const paramsOf = (raw: Record<string, string | string[] | undefined>): URLSearchParams =>
  new URLSearchParams(
    Object.entries(raw).flatMap(([key, value]) => [value ?? []].flat().map((each): [string, string] => [key, each])),
  );
