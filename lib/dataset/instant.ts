/** Later instants, which an id or a cursor could hold, are none that Postgres reads. */
export const LAST_INSTANT = Date.parse("9999-12-31T23:59:59.999Z");

/** The instant in a cursor, as its milliseconds in base 36; null for none that Postgres reads. */
export function instantIn(written: string): Date | null {
  const at = Number.parseInt(written, 36);
  return at <= LAST_INSTANT ? new Date(at) : null;
}
