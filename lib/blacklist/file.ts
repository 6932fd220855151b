import type { Scope } from "@/lib/auth/scope";
import { column } from "@/lib/dataset/column";
import type { CsvKind } from "@/lib/dataset/csv";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { listCsv } from "@/lib/dataset/list-file";
import { localDay } from "@/lib/dataset/period";
import { type BlacklistQuery, selectBlacklist } from "./queries";

const COLUMNS = [
  column("number", "phone"),
  column("source", "word", { words: "source" }),
  column("listedAt", "time"),
  column("note", "text"),
  column("listedBy", "text"),
  column("message", "code"),
];

/** The list of a question as CSV, newest first. @throws AppError forbidden, too-many. See copyOut. */
export async function blacklistCsv(
  scope: Scope,
  query: BlacklistQuery,
  kind: CsvKind,
  now: Date,
  signal: AbortSignal,
): Promise<StreamedFile> {
  const day = localDay({ now, zone: scope.zone });
  const period = { preset: null, from: day, to: day };
  return listCsv(
    scope,
    { name: "blacklist", period, columns: COLUMNS, rows: selectBlacklist(scope, query) },
    kind,
    signal,
  );
}
