import { stringify } from "csv-stringify/sync";
import type { Scope } from "@/lib/auth/scope";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { pageTexts, type TextKey } from "@/lib/texts";
import { getImport, listRemarks } from "./queries";

const BATCH = 5_000;

/**
 * Every row that is not in the agenda as a CSV that a spreadsheet opens: UTF-8 with its mark, texts that begin like a
 * formula disarmed. @throws AppError not-found.
 */
export async function remarksCsv(scope: Scope, id: string): Promise<StreamedFile> {
  await getImport(scope, id);
  const t = pageTexts(scope);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const encode = (rows: unknown[][]) => Buffer.from(stringify(rows, { record_delimiter: "windows" }));
    yield Buffer.from("\ufeff");
    yield encode([[t("imports.line"), t("imports.content"), t("imports.reason")]]);
    for (let after = 0; ; ) {
      const rows = await listRemarks(scope, id, after, BATCH);
      if (rows.length > 0)
        yield encode(
          rows.map(({ line, content, reason }) => [line, disarmed(content), t(`remark.${reason}` as TextKey)]),
        );
      if (rows.length < BATCH) return;
      after = rows.at(-1)!.line;
    }
  }
  return { name: `import-${id.slice(0, 8)}-rows.csv`, type: "text/csv; charset=utf-8", chunks: chunks() };
}

const disarmed = (text: string) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);
