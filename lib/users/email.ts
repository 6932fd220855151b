import { z } from "zod";

/** As it is kept: two ways of writing the same address are one person. */
export const emailAddress = z
  .string("required")
  .trim()
  .toLowerCase()
  .min(1, "required")
  .max(254, "too-long")
  .pipe(z.email("not-an-email"));

export const personName = z.string("required").trim().min(1, "required").max(80, "too-long");
