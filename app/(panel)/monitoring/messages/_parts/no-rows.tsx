import { headers } from "next/headers";
import Link from "next/link";
import { may, type Scope } from "@/lib/auth/scope";
import { formatsOf } from "@/lib/format";
import { isSimulated } from "@/lib/gateways/queries";
import type { MessageQuery } from "@/lib/messages/dataset";
import { newestMessage } from "@/lib/messages/newest";
import { pageTexts, type Texts } from "@/lib/texts";
import { Empty, NoMoreRows, NothingInPeriod, NothingMatches } from "../../_parts/nothing";
import { messageList } from "../question";

/** Finds out why a readable question has no rows on this page, and says it. */
export async function NoRows({
  scope,
  query,
  matching,
  list = messageList,
}: {
  scope: Scope;
  query: MessageQuery;
  matching: number;
  /** Where to ask again. */
  list?: Pick<typeof messageList, "path" | "dataset">;
}) {
  const t = pageTexts(scope);
  const asked = { t, list, query, words: "nothing" as const };
  if (matching > 0) return <NoMoreRows {...asked} />;
  const newest = await newestMessage(scope);
  if (!newest) {
    const [origin, simulated] = await Promise.all([ownOrigin(), isSimulated(scope)]);
    return <NoMessagesYet t={t} origin={origin} simulated={simulated} mayMakeKeys={may(scope, "manage")} />;
  }
  if (Object.keys(query.filter).length > 0) return <NothingMatches {...asked} />;
  const formats = formatsOf(scope, new Date());
  return <NothingInPeriod {...asked} formats={formats} newest={newest} zone={scope.zone} />;
}

async function ownOrigin(): Promise<string> {
  const given = await headers();
  return `${given.get("x-forwarded-proto") ?? "http"}://${given.get("host") ?? "localhost"}`;
}

function NoMessagesYet({
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
