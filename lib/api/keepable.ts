import { z } from "zod";

/*
 * What a request says and the database keeps as it was said. Half a surrogate pair would become another character on its
 * way there, and what was given would not be found again under its own name.
 */

export const keepable = (text: z.ZodString) =>
  text.refine((value) => !/[\0\p{Cs}]/u.test(value), "must not contain NUL or half a surrogate pair");

export const word = (most: number) => keepable(z.string().min(1).max(most));

/** Asked for by itself afterwards; of what is asked for the blanks around it are dropped, so they are not kept either. */
export const name = (most: number) => keepable(z.string().trim().min(1).max(most));

/** With its offset; UTC has other years where the offset leads past the first or the last. */
export const instant = z.iso.datetime({ offset: true }).refine((value) => {
  const year = new Date(value).getUTCFullYear();
  return !(year < 1 || year > 9999); // of what is no instant that is said already
}, "lies beyond the years 1 to 9999");
