import type { Schema } from "@/lib/api/openapi-parts";
import { boundsOf, formsOf, typeOf } from "@/lib/api/reference";
import type { Texts } from "@/lib/texts";
import { Told } from "./told";
import { TypeWords } from "./type-words";

type Row = { name: string; schema: Schema; required: boolean; told?: string };

/** The properties of a schema, or rows like them, each with its type, its bounds and what it means. */
export function Properties({
  t,
  caption,
  ...given
}: { t: Texts; caption?: string } & ({ rows: readonly Row[] } | { schema: Schema })) {
  const rows: readonly Row[] = "rows" in given ? given.rows : formsOf(given.schema).flat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="article-table" tabIndex={0}>
      <table>
        <caption className={caption ? "text-left font-semibold" : "sr-only"}>
          {caption ?? t("apiReference.properties")}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("apiReference.name")}</th>
            <th scope="col">{t("apiReference.type")}</th>
            <th scope="col">{t("apiReference.meaning")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, schema, required, told }) => (
            <tr key={name}>
              <th scope="row" className="font-normal whitespace-nowrap">
                <code>{name}</code>
                {required && <span className="block text-xs text-soft">{t("apiReference.required")}</span>}
              </th>
              <td className="wrap-break-word">
                <TypeWords pieces={typeOf(schema)} />
              </td>
              <td>
                <Told
                  text={[told ?? (schema.description as string | undefined), boundsOf(schema)]
                    .filter(Boolean)
                    .join(" · ")}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
