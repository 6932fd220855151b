import type { Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { ShortMemory } from "@/lib/auth/short-memory";
import { readCode } from "@/lib/clicks/codes";
import { isVisit } from "@/lib/clicks/judge";
import { recordClicks } from "@/lib/clicks/record";
import { type Target, Targets } from "@/lib/clicks/targets";
import { visitOf } from "@/lib/clicks/visit";
import { VisitQueue } from "@/lib/clicks/visit-queue";
import type { RawRequest } from "@/lib/gateways/gateway";
import { isAway } from "@/lib/http";
import { localeFrom, textsOf } from "@/lib/texts";
import type { Answer } from "../exchange";
import { plainPage, UNSEEN } from "../plain-page";

const targets = new Targets();
const scopes = new ShortMemory<Scope>(60_000);

/** Visits that were answered and perhaps not yet written. */
export const visits = new VisitQueue(async (accountId, batch) => {
  const scope = await scopes.get(String(accountId), () => scopeOfWorker(accountId));
  if (scope) await recordClicks(scope, batch);
});

/**
 * `/r/CODE`: on to where the link of a message leads, and nowhere else: an address is never taken from the request. A
 * visit is answered after it is recorded, or after 50 ms and written down to be; HEAD is answered and not counted. Nothing is remembered on
 * the way, so that every visit comes here, and the target is not told the code.
 */
export async function redirect(request: RawRequest, text: string): Promise<Answer> {
  const link = readCode(text);
  let target: Target | null;
  try {
    target = link && (await targets.find(link.accountId, link.code));
  } catch (error) {
    if (isAway(error)) return page(503, "away", request, { "retry-after": "2" });
    throw error;
  }
  if (!link || target === null) return page(404, "unknown", request);
  if (isVisit(request.method)) await visits.add(link.accountId, visitOf(request, { ...link, ...target }));
  return { status: 302, headers: { ...UNSEEN, location: target.url }, body: "" };
}

/** What a person sees who followed a link that leads nowhere. */
function page(
  status: number,
  key: "unknown" | "away",
  { headers }: RawRequest,
  more: Record<string, string> = {},
): Answer {
  const locale = localeFrom(headers["accept-language"] ?? null);
  const t = textsOf(locale);
  return plainPage(status, { locale, title: t(`shortLink.${key}`), paragraphs: [t(`shortLink.${key}Text`)] }, more);
}
