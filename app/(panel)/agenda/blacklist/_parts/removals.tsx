import { Instant } from "@/app/_ui/instant";
import type { Removal } from "@/lib/blacklist/queries";
import type { SOURCES } from "@/lib/blacklist/sources";
import type { Formats } from "@/lib/format";
import type { TextKey, Texts } from "@/lib/texts";

/** Who took numbers off lately. The log does not tell whole numbers. */
export function Removals({ t, formats, removals }: { t: Texts; formats: Formats; removals: readonly Removal[] }) {
  if (removals.length === 0) return null;
  return (
    <details className="print:hidden">
      <summary className="arrow w-fit text-soft">{t("blacklist.removals")}</summary>
      <ul className="mt-2 grid gap-1">
        {removals.map(({ id, at, number, source, by, person }) => (
          <li key={id} className="flex flex-wrap gap-x-3">
            <Instant at={at} formats={formats} />
            <span className="font-mono">{number}</span>
            <span className="text-soft">
              {t(`source.${source as (typeof SOURCES)[number]}`)} · {person ?? byWhom(t, by)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A gateway hands on what a person wrote; our own worker acts for nobody else here than who followed his link. */
function byWhom(t: Texts, by: string): string {
  const own = `blacklist.by-${by}` as TextKey;
  return t.has(own) ? t(own) : t("blacklist.by-user");
}
