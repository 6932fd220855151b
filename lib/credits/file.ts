import type { Scope } from "@/lib/auth/scope";
import { column } from "@/lib/dataset/column";
import type { CsvKind } from "@/lib/dataset/csv";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { listCsv } from "@/lib/dataset/list-file";
import { localDay } from "@/lib/dataset/period";
import { selectMovements } from "./queries";

const COLUMNS = [
  column("movement", "code"),
  column("movedAt", "time"),
  column("kind", "word", { words: "movement" }),
  column("available", "decimal"),
  column("reserved", "decimal"),
  column("messages", "integer"),
  column("subid", "code"),
  column("note", "text"),
  column("movedBy", "text"),
];

/** The ledger as CSV, newest first. @throws AppError forbidden, too-many. See copyOut. */
export function ledgerCsv(scope: Scope, kind: CsvKind, now: Date, signal: AbortSignal): Promise<StreamedFile> {
  const day = localDay({ now, zone: scope.zone });
  const period = { preset: null, from: day, to: day };
  return listCsv(scope, { name: "credits", period, columns: COLUMNS, rows: selectMovements(scope) }, kind, signal);
}
