import { type SQL, sql } from "drizzle-orm";
import type { MessageQuery } from "../dataset";
import { DIMENSIONS, type Dimension } from "../dimensions";

/** The one dimension a question is about, if it is about one, and which of its values. */
export type Cover = { dimension: Dimension | null; allows(key: SQL): SQL };

/** Null: more is asked for than the counts hold, which is period, status and the values of one dimension. */
export function coverOf(filter: MessageQuery["filter"]): Cover | null {
  const conditions: { dimension: Dimension; allows(key: SQL): SQL }[] = [];
  for (const [name, value] of Object.entries(filter)) {
    const dimension = DIMENSIONS.find((each) => each === name);
    if (dimension) {
      const values = sql`${sql.param([value].flat().map(String))}::text[]`;
      conditions.push({ dimension, allows: (key) => sql`${key} = any(${values})` });
    } else if (name === "without") {
      for (const of of filter.without!) conditions.push({ dimension: of, allows: (key) => sql`${key} = ''` });
    } else if (name === "except") {
      for (const { of, value } of filter.except!)
        conditions.push({ dimension: of, allows: (key) => sql`${key} <> ${value}` });
    } else if (name !== "status") return null;
  }
  const dimension = conditions[0]?.dimension ?? null;
  if (conditions.some((each) => each.dimension !== dimension)) return null;
  const allows = (key: SQL) => sql.join([sql`true`, ...conditions.map((each) => each.allows(key))], sql` and `);
  return { dimension, allows };
}

/** Of a status that the question asks for. */
export const isAsked = ({ filter }: MessageQuery) =>
  filter.status ? sql`status = any(${sql.param(filter.status)}::message_status[])` : sql`true`;
