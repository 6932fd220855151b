import type { RawRequest } from "@/lib/gateways/gateway";

type Sent = Pick<RawRequest, "method" | "query" | "headers" | "body">;

/** A body is JSON when its type says so, or says nothing of a form and it looks like it. */
export function holdsJson({ headers, body }: Pick<RawRequest, "headers" | "body">): boolean {
  const type = headers["content-type"] ?? "";
  if (/json/i.test(type)) return true;
  return !/form/i.test(type) && /^\s*[[{]/.test(body.toString("latin1", 0, 100));
}

/** @returns undefined for what is no JSON. Bytes that are no UTF-8 become U+FFFD. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8").replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

/**
 * What a gateway says that may use the query, a form or a JSON object for the same fields: of a JSON object the texts,
 * numbers and truth values. A POST without a body has said it in its query.
 *
 * @returns null when the body should be a JSON object and is none.
 */
export function fieldsOf(request: Sent): URLSearchParams | null {
  if (request.method === "GET" || request.body.length === 0) return request.query;
  if (!holdsJson(request)) return new URLSearchParams(request.body.toString("utf8"));
  const parsed = parseJson(request.body);
  if (!isObject(parsed)) return null;
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(parsed)) if (isScalar(value)) fields.append(name, String(value));
  return fields;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isScalar = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

/** A field of a JSON object as text; empty where it is missing or no plain value. */
export function textOf(value: unknown, name: string): string {
  if (!isObject(value) || !Object.hasOwn(value, name)) return "";
  return isScalar(value[name]) ? String(value[name]).trim() : "";
}
