"use server";

import { requireScope } from "@/lib/auth/session";
import { rememberTicked } from "../../monitoring/list";
import { contactList } from "./question";

/** The fields ticked in the form become the reader's own; the rest of the question stays. */
export async function rememberColumns(form: FormData): Promise<void> {
  const scope = await requireScope();
  await rememberTicked(scope, await contactList(scope), form);
}
