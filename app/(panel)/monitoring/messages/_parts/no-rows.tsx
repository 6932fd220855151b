import { headers } from "next/headers";
import { may, type Scope } from "@/lib/auth/scope";
import { formatsOf } from "@/lib/format";
import { isSimulated } from "@/lib/gateways/queries";
import type { MessageQuery } from "@/lib/messages/dataset";
import { newestMessage } from "@/lib/messages/newest";
import { pageTexts } from "@/lib/texts";
import { NoMessagesYet, NoMoreRows, NothingInPeriod, NothingMatches } from "./nothing";

/** Finds out why a readable question has no rows on this page, and says it. */
export async function NoRows({ scope, query, matching }: { scope: Scope; query: MessageQuery; matching: number }) {
  const t = pageTexts(scope);
  if (matching > 0) return <NoMoreRows t={t} query={query} />;
  const newest = await newestMessage(scope);
  if (!newest) {
    const [origin, simulated] = await Promise.all([ownOrigin(), isSimulated(scope)]);
    return <NoMessagesYet t={t} origin={origin} simulated={simulated} mayMakeKeys={may(scope, "manage")} />;
  }
  if (Object.keys(query.filter).length > 0) return <NothingMatches t={t} query={query} />;
  const formats = formatsOf(scope, new Date());
  return <NothingInPeriod t={t} formats={formats} query={query} newest={newest} zone={scope.zone} />;
}

async function ownOrigin(): Promise<string> {
  const given = await headers();
  return `${given.get("x-forwarded-proto") ?? "http"}://${given.get("host") ?? "localhost"}`;
}
