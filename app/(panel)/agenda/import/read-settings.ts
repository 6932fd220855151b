import { text } from "@/app/answer-form";
import { FieldError } from "@/lib/fields";
import type { Given } from "@/lib/imports/commands";
import { importSettings, MOST_COLUMNS } from "@/lib/imports/settings";

/** A tab cannot be seen, so the form has names. */
export const SEPARATOR_NAMES = { comma: ",", semicolon: ";", tab: "\t", bar: "|" } as const;
export const NEW_GROUP = "new";

/** The settings as the form has them. @throws FieldError, naming the first that cannot be read. */
export function readSettings(form: FormData): Given {
  const name = text(form, "groupName").trim();
  // Whoever names a group and chooses none means the one that he names.
  const group = text(form, "group") || (name === "" ? "" : NEW_GROUP);
  if (group === NEW_GROUP && name === "") throw new FieldError({ groupName: "required" });
  const separator = text(form, "separator") as keyof typeof SEPARATOR_NAMES;
  const read = importSettings.omit({ sheet: true, otherSheets: true }).safeParse({
    encoding: text(form, "encoding"),
    separator: SEPARATOR_NAMES[separator],
    header: form.has("header"),
    columns: Array.from({ length: MOST_COLUMNS }, (_, i) => `column-${i}`)
      .filter((each) => form.has(each))
      .map((each) => text(form, each)),
    country: text(form, "country") || null,
    group: group === NEW_GROUP ? { name } : group === "" ? null : { id: Number(group) },
    mode: text(form, "mode"),
    blacklist: form.has("blacklist"),
  });
  if (read.success) return read.data;
  const field = String(read.error.issues[0]?.path[0] ?? "columns");
  throw new FieldError({ [field === "group" && group === NEW_GROUP ? "groupName" : field]: "unreadable" });
}
