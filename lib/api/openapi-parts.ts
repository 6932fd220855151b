import { z } from "zod";
import type { KeyScope } from "@/lib/auth/scope";
import type { Column } from "@/lib/dataset/column";
import type { Dataset, Fields } from "@/lib/dataset/dataset";
import { SIZES } from "@/lib/dataset/dataset";
import type { Field } from "@/lib/dataset/field";
import { MOST_DAYS, PRESETS } from "@/lib/dataset/period";
import { OUTCOMES, type Outcome } from "@/lib/errors";

/* The pieces that the description of the API is put together from. */

export type Schema = Readonly<Record<string, unknown>>;
export type Parameter = {
  name: string;
  in: "query" | "path" | "header";
  required?: boolean;
  description?: string;
  schema: Schema;
};
export type Content = Readonly<Record<string, { schema: Schema; example?: unknown }>>;
export type Answer = { $ref: string } | { description: string; content?: Content };
export type Operation = {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description?: string;
  security?: readonly object[];
  parameters?: readonly Parameter[];
  requestBody?: { required: true; content: Content };
  responses: Readonly<Record<string, Answer>>;
};

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
export const text = { type: "string" } as const;
export const whole = { type: "integer" } as const;
export const instant = { type: "string", format: "date-time" } as const;
export const maybe = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });
export const listOf = (items: Schema): Schema => ({ type: "array", items });
export const object = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: "object", properties });

export const json = (description: string, schema: Schema): Answer => ({
  description,
  content: { "application/json": { schema } },
});
export const body = (schema: z.ZodType, example: unknown, type = "application/json") => ({
  requestBody: { required: true as const, content: { [type]: { schema: schemaOf(schema), example } } },
});

/** What can go wrong with whoever's key it is comes with each call. */
const ALWAYS: readonly Outcome[] = ["unauthenticated", "forbidden", "too-many", "unavailable"];
export const faults = (...outcomes: Outcome[]): Record<string, Answer> =>
  Object.fromEntries(
    [...outcomes, ...ALWAYS].map((outcome) => [OUTCOMES[outcome], { $ref: `#/components/responses/${outcome}` }]),
  );

export const needs = (right: KeyScope): string => `Needs a key with the scope \`${right}\`.`;

/** What a client may write: defaults are for us to fill in. */
function schemaOf(schema: z.ZodType): Schema {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return described;
}

export const query = (name: string, schema: Schema, description?: string): Parameter => ({
  ...{ name, in: "query", schema },
  ...(description ? { description } : {}),
});

export const PERIOD = `${Object.keys(PRESETS).join(", ")}, or from..to in days or minutes of the account's zone, at most ${MOST_DAYS} days`;

/** The parameters of a list: its filters, its fields and how to follow it. */
export function listParameters<F extends Fields>({ fields, columns, sorts, period }: Dataset<F>): Parameter[] {
  return [
    query("period", text, `${PERIOD}. Absent: ${period}.`),
    ...Object.entries(fields).map(([name, field]) => query(name, fieldSchema(field as Field<unknown>))),
    query("fields", text, `Comma-separated: ${columns.map(({ key }) => key).join(", ")}. Absent: all.`),
    ...(sorts.length > 1 ? [query("sort", { enum: sorts })] : []),
    query("size", { enum: SIZES }),
    query("after", text, "The cursor inside `next`."),
  ];
}

function fieldSchema({ input }: Field<unknown>): Schema {
  const value: Schema =
    input.kind === "choice"
      ? { enum: input.options }
      : input.kind === "text"
        ? { type: "string", maxLength: input.max }
        : text;
  return input.kind !== "text" && input.several ? listOf(value) : value;
}

const KINDS: Partial<Record<Column["kind"], Schema>> = { integer: whole, time: instant };

/** A row of a list: its columns under their keys. */
export const rowOf = (columns: readonly Column[]): Schema =>
  object(Object.fromEntries(columns.map(({ key, kind }) => [key, maybe(KINDS[kind] ?? text)])));
