import Link from "next/link";
import type { ReactNode } from "react";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { localDay, plusDays } from "@/lib/dataset/period";
import type { AppError } from "@/lib/errors";
import type { Formats } from "@/lib/format";
import { type MessageQuery, messageDataset } from "@/lib/messages/dataset";
import type { TextKey, Texts } from "@/lib/texts";
import { addressOf } from "../question";

/* What stands where rows would be: why there are none, and what to do next. */

function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section data-results className="card mt-5 px-5 py-10 text-center md:py-14">
      <h2 className="text-base">{title}</h2>
      <div className="mx-auto mt-1.5 max-w-[60ch] text-soft">{children}</div>
    </section>
  );
}

/** What is wrong with an input is said at the input. */
const hasInput = (key: string) => key === "period" || key in messageDataset.fields;

/** A known parameter that cannot be read never widens the answer, so there is none. */
export function Unreadable({
  t,
  faults,
  params,
}: {
  t: Texts;
  faults: Record<string, string>;
  params: URLSearchParams;
}) {
  return (
    <section role="alert" className="note note-bad mt-4">
      <Icon name="warning" className="mt-0.5 size-4 text-bad" />
      <div className="min-w-0">
        <h2>{t("nothing.unreadableTitle")}</h2>
        <ul className="mt-1">
          {Object.entries(faults).map(([key, why]) => (
            <li key={key} className="wrap-anywhere">
              {t("nothing.unreadableValue", {
                label: t(`field.${key}` as TextKey),
                value: params.getAll(key).join(", ").slice(0, 80),
              })}
              {!hasInput(key) && `: ${why}`}
            </li>
          ))}
        </ul>
        <p className="mt-1 text-soft">{t("nothing.unreadableText")}</p>
      </div>
    </section>
  );
}

export function Trouble({ t, error }: { t: Texts; error: AppError }) {
  const own = `error.${error.key}` as TextKey;
  return (
    <section role="alert" className="note note-bad mt-4" data-results>
      <Icon name="warning" className="mt-0.5 size-4 text-bad" />
      <div>
        <h2>{t("nothing.troubleTitle")}</h2>
        <p className="mt-1">{error.key && t.has(own) ? t(own) : t(`error.${error.outcome}`)}</p>
        <p className="text-soft">{t("nothing.troubleText")}</p>
      </div>
    </section>
  );
}

/** The chips above the form take the filters away one by one; here all at once. */
export function NothingMatches({ t, query }: { t: Texts; query: MessageQuery }) {
  return (
    <Empty title={t("nothing.filterTitle")}>
      <p>{t("nothing.filterText")}</p>
      <p className="mt-4">
        <Go href={addressOf({ ...query, filter: {}, page: null })} className="button">
          {t("nothing.filterClear")}
        </Go>
      </p>
    </Empty>
  );
}

export function NothingInPeriod({
  t,
  formats,
  query,
  newest,
  zone,
}: {
  t: Texts;
  formats: Formats;
  query: MessageQuery;
  newest: Date;
  zone: string;
}) {
  const to = localDay({ now: newest, zone });
  const period = { preset: null, from: plusDays(to, -6), to };
  return (
    <Empty title={t("nothing.periodTitle")}>
      <p>{t("nothing.periodText", { time: formats.time(newest) })}</p>
      <p className="mt-4">
        <Go href={addressOf({ ...query, period, page: null })} className="button">
          {t("nothing.periodLink")}
        </Go>
      </p>
    </Empty>
  );
}

/** A cursor beyond the last row: the list was longer once, or the address was made up. */
export function NoMoreRows({ t, query }: { t: Texts; query: MessageQuery }) {
  return (
    <Empty title={t("nothing.pageTitle")}>
      <p className="mt-4">
        <Go href={addressOf({ ...query, page: null })} className="button">
          {t("monitoring.first")}
        </Go>
      </p>
    </Empty>
  );
}

export function NoMessagesYet({
  t,
  origin,
  simulated,
  mayMakeKeys,
}: {
  t: Texts;
  origin: string;
  simulated: boolean;
  mayMakeKeys: boolean;
}) {
  return (
    <Empty title={t("nothing.emptyTitle")}>
      <p>{t("nothing.emptyText")}</p>
      <pre className="mt-4 overflow-x-auto rounded-lg border border-line bg-paper p-3.5 text-left text-xs leading-relaxed text-ink">
        <code>{firstMessage(origin)}</code>
      </pre>
      {simulated && <p className="mt-3">{t("nothing.emptySimulated")}</p>}
      {mayMakeKeys && (
        <p className="mt-4">
          <Link href="/settings/keys" prefetch={false} className="button button-primary">
            {t("nothing.emptyKey")}
          </Link>
        </p>
      )}
    </Empty>
  );
}

const firstMessage = (origin: string) => `curl ${origin}/api/v1/messages \\
  -H "Authorization: Bearer YOUR-KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"to": "34600111222", "text": "Hola"}'`;
