import type { RawRequest } from "@/lib/gateways/gateway";
import { fieldsOf, holdsJson, parseJson } from "@/lib/gateways/reading/fields";
import type { Unreadable } from "@/lib/gateways/receiver";
import { commonArrays, type Look, looksAt } from "./path";

/**
 * Where the fields of a request can be looked up by their paths: of a JSON body one look for each element of the array
 * that the paths go through, of a query or a form one at the whole, whose names are taken as they are.
 */
export function looksOf(
  request: RawRequest,
  paths: readonly string[],
): { look: Look; element?: unknown }[] | Unreadable {
  if (request.method !== "GET" && holdsJson(request)) {
    const root = parseJson(request.body);
    if (root === undefined) return { unreadable: "The body is not JSON" };
    const arrays = commonArrays(paths) ?? [];
    const looks = [...looksAt(root, arrays)];
    return arrays.length > 0 ? looks : looks.map(({ look }) => ({ look }));
  }
  const fields = fieldsOf(request);
  return [{ look: (path) => (fields?.get(path) ?? "").trim() }];
}
