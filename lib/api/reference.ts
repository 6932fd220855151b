import type { Method, OpenApi } from "./openapi";
import type { Operation, Schema } from "./openapi-parts";

/* What a reader of the description wants to know of it, taken out of it: for the page that shows it. */

export type Call = { path: string; method: Method; operation: Operation };

/** All calls, in the order of the description. */
export const callsOf = ({ paths }: OpenApi): Call[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    (Object.entries(methods) as [Method, Operation][]).map(([method, operation]) => ({ path, method, operation })),
  );

/** A sentence of the description, cut at its code: every other piece is code. */
export const codeIn = (told: string): string[] => told.split("`");

/** A type in words, in pieces: plain text, or the name of a schema that is described elsewhere. */
export type Piece = string | { schema: string };

export function typeOf(schema: Schema): Piece[] {
  if (typeof schema.$ref === "string") return [{ schema: schema.$ref.split("/").at(-1)! }];
  const { anyOf, items, type, format, properties, additionalProperties } = schema as Known;
  if (schema.enum) return [(schema.enum as unknown[]).map(String).join(" | ")];
  if (anyOf) return anyOf.flatMap((each, i): Piece[] => (i === 0 ? typeOf(each) : [" | ", ...typeOf(each)]));
  if (type === "array") return ["list of ", ...(items ? typeOf(items) : ["anything"])];
  if (type === "object" && additionalProperties && typeof additionalProperties === "object")
    return ["object of ", ...typeOf(additionalProperties)];
  if (properties) return [`{ ${Object.keys(properties).join(", ")} }`];
  return [format ?? type ?? "anything"];
}

type Known = {
  anyOf?: Schema[];
  items?: Schema;
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
};

/** The bounds of a value in words: `1 to 2000 characters`. Empty where there are none. */
export function boundsOf(schema: Schema): string {
  const known = schema as Partial<Record<string, number>>;
  const range = (least: number | undefined, most: number | undefined, of: string) => {
    if (least === undefined && most === undefined) return [];
    if (most === undefined || most >= Number.MAX_SAFE_INTEGER) return least === undefined ? [] : [`from ${least}${of}`];
    return [least === undefined || least <= 0 ? `at most ${most}${of}` : `${least} to ${most}${of}`];
  };
  return [
    ...range(known.minLength, known.maxLength, " characters"),
    ...range(known.minItems, known.maxItems, " entries"),
    ...range(known.minimum, known.maximum, ""),
  ].join(", ");
}

/** An object's properties, of each form it can have: a body that can be written in several ways has several. */
export function formsOf(schema: Schema): { name: string; schema: Schema; required: boolean }[][] {
  const {
    anyOf,
    properties,
    required = [],
  } = schema as Known & {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  if (anyOf) return anyOf.flatMap(formsOf);
  if (!properties) return [];
  return [
    Object.entries(properties).map(([name, each]) => ({ name, schema: each, required: required.includes(name) })),
  ];
}
