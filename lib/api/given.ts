import { z } from "zod";
import { isStorable } from "@/lib/storable";

/*
 * What a request says and the database keeps as it was said. Half a surrogate pair would become another character on its
 * way there, and what was given would not be found again under its own name.
 */

export const exact = (text: z.ZodString) => text.refine(isStorable, "must not contain NUL or half a surrogate pair");

export const word = (most: number) => exact(z.string().min(1).max(most));

/** Asked for by itself afterwards; of what is asked for the blanks around it are dropped, so they are not kept either. */
export const name = (most: number) => exact(z.string().trim().min(1).max(most));

/** With its offset; UTC has other years where the offset leads past the first or the last. */
export const instant = z.iso.datetime({ offset: true }).refine((value) => {
  const year = new Date(value).getUTCFullYear();
  return !(year < 1 || year > 9999); // of what is no instant that is said already
}, "lies beyond the years 1 to 9999");
