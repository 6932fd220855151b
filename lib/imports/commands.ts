import { and, eq, inArray, sql } from "drizzle-orm";
import { db } from "@/db";
import { imports } from "@/db/schema";
import { demand, type Scope } from "@/lib/auth/scope";
import { addField, listFields, MOST_FIELDS } from "@/lib/contacts/fields";
import { AppError } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { getGroup } from "@/lib/groups/queries";
import { getImport, type Import, previewRows } from "./queries";
import { guessColumns } from "./rows";
import { type ImportSettings, importSettings } from "./settings";
import { removeChunks } from "./store";

export type Given = Omit<ImportSettings, "sheet" | "otherSheets">;

/**
 * Keeps what a draft is told to be; the preview shows it so. Cut or read otherwise, its columns are guessed anew.
 * @throws FieldError · AppError not-found, conflict.
 */
export async function setUpImport(scope: Scope, id: string, given: Given): Promise<void> {
  const draft = await draftOf(scope, id);
  const { encoding, separator } = draft.settings;
  if (given.encoding === encoding && given.separator === separator) return change(draft, given);
  const rows = await previewRows(scope, { ...draft, settings: { ...draft.settings, ...given } });
  await change(draft, { ...given, ...guessColumns(rows, await listFields(scope)) });
}

/**
 * Begins an import; the worker does it, and it goes on when nobody looks. New extra fields are made now.
 * @throws FieldError (columns: no-number-column, two-number-columns, two-names; group: required) · AppError not-found,
 *   conflict (key `import-begun`).
 */
export async function startImport(scope: Scope, id: string, given: Given): Promise<void> {
  const draft = await draftOf(scope, id);
  const numbers = given.columns.filter((each) => each === "number").length;
  if (numbers !== 1) throw new FieldError({ columns: numbers === 0 ? "no-number-column" : "two-number-columns" });
  if (given.columns.filter((each) => each === "name").length > 1) throw new FieldError({ columns: "two-names" });
  if (given.mode === "replace" && given.group === null) throw new FieldError({ group: "required" });
  if (given.group && "id" in given.group) await getGroup(scope, given.group.id);
  const columns = await withKeys(scope, given.columns);
  await change(draft, { ...given, columns }, "waiting");
  await requestImport(scope, id);
}

/** The worker is asked once an import, however often. */
async function requestImport({ accountId }: Scope, id: string): Promise<void> {
  await db.execute(sql`
    select graphile_worker.add_job('import', ${JSON.stringify({ accountId, id })}::json, job_key => ${`import:${id}`})`);
}

/** Gives up an import: a draft, one that waits, or one that runs, which then changes nothing. @throws AppError not-found. */
export async function cancelImport(scope: Scope, id: string, now: Date): Promise<void> {
  await getImport(scope, id);
  const open = inArray(imports.state, ["draft", "waiting", "running"]);
  const { rowCount } = await db
    .update(imports)
    .set({ state: "cancelled", endedAt: now })
    .where(and(mine(scope.accountId, id), open));
  // One that runs still reads its chunks; it removes them itself when it notices.
  if (rowCount) await removeChunks(scope, id);
}

async function draftOf(scope: Scope, id: string): Promise<Import> {
  demand(scope, "manage");
  const found = await getImport(scope, id);
  if (found.state !== "draft") throw new AppError("conflict", "This import has begun already.", "import-begun");
  return found;
}

async function change({ accountId, id, settings }: Import, given: Given, state?: "waiting"): Promise<void> {
  const read = importSettings.safeParse({ ...settings, ...given });
  if (!read.success) throw new FieldError({ [String(read.error.issues[0]?.path[0] ?? "columns")]: "unreadable" });
  const { rowCount } = await db
    .update(imports)
    .set({ settings: read.data, ...(state ? { state } : {}) })
    .where(and(mine(accountId, id), eq(imports.state, "draft")));
  if (rowCount === 0) throw new AppError("conflict", "This import has begun already.", "import-begun");
}

/** Each `new:` column as the extra field that it is from now on. */
async function withKeys(scope: Scope, columns: ImportSettings["columns"]): Promise<ImportSettings["columns"]> {
  await requireRoom(scope, columns);
  const keyed: ImportSettings["columns"] = [];
  for (const each of columns) {
    if (!each.startsWith("new:")) {
      keyed.push(each);
      continue;
    }
    const label = each.slice("new:".length);
    const own = (await listFields(scope)).find((field) => field.label.toLowerCase() === label.trim().toLowerCase());
    keyed.push(`field:${own?.key ?? (await addField(scope, label))}` as ImportSettings["columns"][number]);
  }
  const fields = keyed.filter((each) => each.startsWith("field:"));
  if (new Set(fields).size < fields.length) throw new FieldError({ columns: "two-of-a-field" });
  return keyed;
}

/** All of them or none: an import that cannot begin leaves no fields behind. @throws AppError conflict (key `most-fields`). */
async function requireRoom(scope: Scope, columns: ImportSettings["columns"]): Promise<void> {
  const known = (await listFields(scope)).map(({ label }) => label.toLowerCase());
  const given = columns.flatMap((each) => (each.startsWith("new:") ? [each.slice(4).trim().toLowerCase()] : []));
  if (new Set([...known, ...given]).size > MOST_FIELDS)
    throw new AppError("conflict", "Too many extra fields.", "most-fields");
}

const mine = (accountId: number, id: string) => and(eq(imports.accountId, accountId), eq(imports.id, id));
