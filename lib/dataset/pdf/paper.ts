export type Paper = "a4" | "letter";
/** Width and height upright, in points. */
export const SIZES: Record<Paper, readonly [number, number]> = { a4: [595.28, 841.89], letter: [612, 792] };

/** The paper that a reader of these formats (en-US …) has in the printer. Source: CLDR, territories of US Letter. */
export function paperOf(formats: string): Paper {
  const region = new Intl.Locale(formats).maximize().region ?? "";
  return ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"].includes(region)
    ? "letter"
    : "a4";
}
