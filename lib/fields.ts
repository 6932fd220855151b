import type { z } from "zod";
import { AppError, type Outcome } from "./errors";

/**
 * What somebody typed cannot be taken: for each field why, as a key of the texts under `field-error` (`too-short`).
 * Pages show it at the field; a program reads field and key in the message.
 */
export class FieldError extends AppError {
  constructor(
    readonly fields: Readonly<Record<string, string>>,
    outcome: Outcome = "invalid",
  ) {
    const told = Object.entries(fields).map(([field, key]) => `${field}: ${key}`);
    super(outcome, told.join(", "), "fields");
  }
}

/**
 * Reads what was typed by a schema whose messages are keys of the texts.
 * @throws FieldError with the first fault of each field.
 */
export function readFields<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const fields: Record<string, string> = {};
  for (const { path, message } of read.error.issues) fields[path.join(".")] ??= message;
  throw new FieldError(fields);
}
