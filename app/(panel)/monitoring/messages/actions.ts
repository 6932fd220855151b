"use server";

import { redirect } from "next/navigation";
import { requireScope } from "@/lib/auth/session";
import { messageDataset } from "@/lib/messages/dataset";
import { rememberFields } from "@/lib/users/remembered-fields";
import { MESSAGES } from "./question";

/** The fields ticked in the form become the reader's own; the rest of the question stays. */
export async function rememberColumns(form: FormData): Promise<void> {
  const scope = await requireScope();
  const sent = [...form].filter((pair): pair is [string, string] => typeof pair[1] === "string");
  const params = new URLSearchParams(sent.filter(([key]) => !key.startsWith("$ACTION")));
  const ticked = params.getAll("fields");
  const keys = messageDataset.columns.filter(({ key }) => ticked.includes(key));
  const usual =
    keys.length === messageDataset.columns.filter(({ standard }) => standard).length &&
    keys.every(({ standard }) => standard);
  await rememberFields(scope, messageDataset.name, usual ? [] : keys.map(({ key }) => key));
  params.delete("fields");
  redirect(`${MESSAGES}?${params}`);
}
