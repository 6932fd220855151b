"use server";

import { requireScope } from "@/lib/auth/session";
import { rememberTicked } from "../list";
import { inboundList } from "./question";

/** The fields ticked in the form become the reader's own; the rest of the question stays. */
export async function rememberColumns(form: FormData): Promise<void> {
  await rememberTicked(await requireScope(), inboundList, form);
}
