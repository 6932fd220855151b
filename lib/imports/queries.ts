import { and, asc, desc, eq, gt } from "drizzle-orm";
import { db } from "@/db";
import { importRemarks, imports } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { notFound } from "@/lib/errors";
import { sampleRows } from "./rows";
import { type ImportReport, type ImportSettings, importSettings } from "./settings";
import { SAMPLE_ROWS, sampleText } from "./store";

type Row = typeof imports.$inferSelect;
export type Import = Omit<Row, "settings" | "report"> & { settings: ImportSettings; report: ImportReport | null };

const LISTED = 100;
/** Remarks shown on the page; the file has all. */
export const REMARKS_SHOWN = 200;

/** Newest first. */
export async function listImports(scope: Scope): Promise<Import[]> {
  demand(scope, "manage");
  const rows = await db
    .select()
    .from(imports)
    .where(eq(imports.accountId, scope.accountId))
    .orderBy(desc(imports.createdAt), desc(imports.id))
    .limit(LISTED);
  return rows.map(read);
}

/** @throws AppError not-found, also for another account's. */
export async function getImport(scope: Scope, id: string): Promise<Import> {
  demand(scope, "manage");
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw notFound("Import");
  const [row] = await db
    .select()
    .from(imports)
    .where(and(eq(imports.accountId, scope.accountId), eq(imports.id, id)));
  if (!row) throw notFound("Import");
  return read(row);
}

const read = (row: Row): Import => ({
  ...row,
  settings: importSettings.parse(row.settings),
  report: row.report as ImportReport | null,
});

/** The first rows of a draft, as its settings cut them. */
export async function previewRows(scope: Scope, { id, settings }: Import): Promise<string[][]> {
  demand(scope, "manage");
  const { text, whole } = await sampleText(scope, id, settings.encoding);
  return sampleRows(text, settings.separator, SAMPLE_ROWS, whole);
}

export type RemarkRow = Pick<typeof importRemarks.$inferSelect, "line" | "content" | "reason">;

/** The rows that are not in the agenda, in the order of the file. @param after the line after which to go on. */
export async function listRemarks(scope: Scope, id: string, after: number, most: number): Promise<RemarkRow[]> {
  demand(scope, "manage");
  const { line, content, reason } = importRemarks;
  return db
    .select({ line, content, reason })
    .from(importRemarks)
    .where(
      and(eq(importRemarks.accountId, scope.accountId), eq(importRemarks.importId, id), gt(importRemarks.line, after)),
    )
    .orderBy(asc(importRemarks.line))
    .limit(most);
}
