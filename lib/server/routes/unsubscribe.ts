import type { Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { maskNumber } from "@/lib/blacklist/mask";
import { readCode } from "@/lib/clicks/codes";
import { AppError } from "@/lib/errors";
import type { RawRequest } from "@/lib/gateways/gateway";
import { isAway } from "@/lib/http";
import { localeFrom, textsOf } from "@/lib/texts";
import { canReturn, findRecipient, type Recipient, resubscribe, unsubscribe } from "@/lib/unsubscribe/links";
import type { Answer } from "../exchange";
import { plainPage, UNSEEN } from "../plain-page";

/**
 * `/u/CODE`: a recipient's own way out, and back. GET only shows a page with one button, so that whoever follows the
 * links of messages ahead of people (previews, scanners) unsubscribes nobody; the button's POST does it, and leads back
 * to the page, which then says so.
 */
export async function unsubscribePage(request: RawRequest, text: string): Promise<Answer> {
  try {
    const found = await find(text);
    if (!found) return told(request, 404, "unknown");
    if (request.method !== "POST") return show(request, found);
    const action = new URLSearchParams(request.body.toString("utf8")).get("action");
    if (action === "out") await unsubscribe(found.scope, found.recipient, request.receivedAt);
    if (action === "in") await resubscribe(found.scope, found.recipient);
    return { status: 303, headers: { ...UNSEEN, location: `/u/${text}` }, body: "" };
  } catch (error) {
    if (isAway(error)) return told(request, 503, "away");
    throw error;
  }
}

type Found = { scope: Scope; recipient: Recipient };

/** Also of a suspended account: whoever got its messages may leave. */
async function find(text: string): Promise<Found | null> {
  const link = readCode(text);
  if (!link) return null;
  try {
    const scope = await scopeOfWorker(link.accountId);
    const recipient = await findRecipient(scope, link.code);
    return recipient && { scope, recipient };
  } catch (error) {
    if (error instanceof AppError && error.outcome === "not-found") return null;
    throw error;
  }
}

function show({ headers }: RawRequest, { scope, recipient }: Found): Answer {
  const locale = localeFrom(headers["accept-language"] ?? null);
  const t = textsOf(locale);
  const values = { name: scope.account.name, number: maskNumber(recipient.msisdn) };
  if (recipient.listed === null)
    return plainPage(200, {
      ...{ locale, title: t("unsubscribe.title", values), paragraphs: [t("unsubscribe.text", values)] },
      button: { label: t("unsubscribe.button"), action: "out" },
    });
  return plainPage(200, {
    ...{ locale, title: t("unsubscribe.doneTitle"), paragraphs: [t("unsubscribe.doneText", values)] },
    ...(canReturn(recipient) ? { button: { label: t("unsubscribe.undo"), action: "in", quiet: true } } : {}),
  });
}

function told({ headers }: RawRequest, status: number, key: "unknown" | "away"): Answer {
  const locale = localeFrom(headers["accept-language"] ?? null);
  const t = textsOf(locale);
  const page = { locale, title: t(`shortLink.${key}`), paragraphs: [t(`shortLink.${key}Text`)] };
  return plainPage(status, page, status === 503 ? { "retry-after": "2" } : {});
}
