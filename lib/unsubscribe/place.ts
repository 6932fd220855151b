import { placeholdersOf } from "@/lib/messages/template";

/** The placeholder that becomes a recipient's own way out of the list. */
export const UNSUBSCRIBE = "unsubscribe";

export type Placed = { text: string; parameters: Record<string, string>; code: string };

/**
 * `%unsubscribe%` becomes an address with a code of the recipient's own. As with short links, the text stays stored once:
 * the address is in it and the code among the parameters; all codes of an account are equally long.
 *
 * @param base the address that codes are put behind: `https://sms.example.com/u/1`.
 * @returns null where there is no such placeholder, or a client gave it a value of his own.
 */
export function placeUnsubscribe(
  { text, parameters }: { text: string; parameters: Readonly<Record<string, string>> | null },
  base: () => string,
  makeCode: () => string,
): Placed | null {
  if (!text.includes(`%${UNSUBSCRIBE}%`) || parameters?.[UNSUBSCRIBE] !== undefined) return null;
  if (!placeholdersOf(text).includes(UNSUBSCRIBE)) return null;
  const code = makeCode();
  const placed = text.replaceAll(`%${UNSUBSCRIBE}%`, `${base()}%${UNSUBSCRIBE}%`);
  return { text: placed, parameters: { ...parameters, [UNSUBSCRIBE]: code }, code };
}
