import { storable as storableText } from "@/lib/storable";

/** How much of what a gateway says is kept, in UTF-16 units. */
export const LONGEST = { reference: 100, code: 40, text: 1_000 } as const;

/** As much of a text as may be kept. */
export const storable = (value: string, longest: number): string => storableText(value.slice(0, longest));

/** The named fields that say something, as the gateway writes them: `MessageStatus=failed ErrorCode=21610`. */
export function quote(fields: Pick<URLSearchParams, "get">, names: readonly string[]): string {
  const said = names.flatMap((name) => (fields.get(name) ? [`${name}=${fields.get(name)}`] : []));
  return storable(said.join(" "), LONGEST.text);
}
