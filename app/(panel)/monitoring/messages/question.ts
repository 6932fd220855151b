import { redirect } from "next/navigation";
import type { Scope } from "@/lib/auth/scope";
import { columnsOf, type RawParams, readQuery, writeQuery } from "@/lib/dataset/dataset";
import { readForm } from "@/lib/dataset/form";
import { type MessageQuery, messageDataset } from "@/lib/messages/dataset";
import { rememberedFields } from "@/lib/users/remembered-fields";

export const MESSAGES = "/monitoring/messages";

export const addressOf = (query: MessageQuery): string => {
  const params = writeQuery(messageDataset, query).toString();
  return params === "" ? MESSAGES : `${MESSAGES}?${params}`;
};

export type Question = Awaited<ReturnType<typeof readQuestion>>;

/** Reads the address; what the plain form sent is sent on to the address that says the same. */
export async function readQuestion(scope: Scope, raw: RawParams, now: Date) {
  const { params, fromForm, exact } = readForm(raw);
  const remembered = await rememberedFields(scope, messageDataset.name);
  const reading = readQuery(messageDataset, params, { now, zone: scope.zone });
  const { query, unreadable } = reading;
  const columns = columnsOf(messageDataset, query, remembered);
  if (fromForm && unreadable.length === 0) {
    // Fields that are shown anyway need no mention.
    const usual = columnsOf(messageDataset, { ...query, columns: null }, remembered);
    redirect(addressOf(keysOf(usual) === keysOf(columns) ? { ...query, columns: null } : query));
  }
  return { params, exact, reading, query, unreadable, columns };
}

const keysOf = (columns: readonly { key: string }[]) => columns.map(({ key }) => key).join();
