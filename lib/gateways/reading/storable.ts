/** How much of what a gateway says is kept, in UTF-16 units. */
export const LONGEST = { reference: 100, code: 40, text: 1_000 } as const;

/** As much of a text as may be kept; Postgres takes neither NUL nor half a surrogate pair. */
export const storable = (value: string, longest: number): string =>
  value.slice(0, longest).replace(/[\u0000\p{Cs}]/gu, "\ufffd");

/** The named fields that say something, as the gateway writes them: `MessageStatus=failed ErrorCode=21610`. */
export function quote(fields: Pick<URLSearchParams, "get">, names: readonly string[]): string {
  const said = names.flatMap((name) => (fields.get(name) ? [`${name}=${fields.get(name)}`] : []));
  return storable(said.join(" "), LONGEST.text);
}
