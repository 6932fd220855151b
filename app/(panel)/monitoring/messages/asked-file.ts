import type { NextRequest } from "next/server";
import type { Scope } from "@/lib/auth/scope";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import { readForm } from "@/lib/dataset/form";
import { invalid } from "@/lib/errors";
import { messageDataset } from "@/lib/messages/dataset";
import type { AskedFile } from "@/lib/messages/files";
import { rememberedFields } from "@/lib/users/remembered-fields";

/**
 * The page's own parameters. Its fields are the ones shown there: those asked for, remembered or standard.
 * @throws AppError invalid, naming what cannot be read: a file never has more than was meant.
 */
export async function readAskedFile(scope: Scope, request: NextRequest, now: Date): Promise<AskedFile> {
  const { params } = readForm(request.nextUrl.searchParams);
  const { query, unreadable } = readQuery(messageDataset, params, { now, zone: scope.zone });
  if (unreadable.length > 0) throw invalid(`Cannot be read: ${unreadable.join(", ")}.`);
  const remembered = await rememberedFields(scope, messageDataset.name);
  return { query, columns: columnsOf(messageDataset, query, remembered) };
}
