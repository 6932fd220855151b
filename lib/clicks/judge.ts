import { isbot } from "isbot";
import type { Message } from "@/lib/messages/change";
import { readDevice } from "./device";
import { remembering } from "./remembering";
import type { Rule } from "./rules";

/**
 * Whether a visit to a short link was a person's or a robot's, and the rule that said so. Pure: the same visit to the
 * same message is judged alike whenever it is asked. The address is not among what is judged: behind one address of an
 * operator stand many phones, and a phone's own preview comes from its reader's.
 */

export type Judgement = { robot: boolean; rule: Rule };

/** What a visit says of itself. */
export type Signs = {
  at: Date;
  /** Empty when none was sent. */
  userAgent: string;
  language: string | null;
  prefetch: boolean;
};

export type Timing = Pick<Message, "sentAt" | "handedAt" | "confirmedAt" | "status">;

/** No reader is faster: the message has to arrive, be opened and its link touched. */
const TOO_SOON_MS = 2_000;
const UNCONFIRMED_MS = 10_000;
const AT_ONCE_MS = 10_000;
/** Of a browser that names no language, which people's do. */
const AT_ONCE_SILENT_MS = 60_000;

/** HEAD and OPTIONS ask about a link without opening it; scanners of mail do. */
export const isVisit = (method: string): boolean => method === "GET";

/** Sec-Purpose of today (`prefetch;prerender`), Purpose, X-Purpose and X-Moz of older browsers. */
export function isPrefetch(headers: Readonly<Record<string, string | undefined>>): boolean {
  return ["sec-purpose", "purpose", "x-purpose", "x-moz"].some((name) =>
    /\b(?:prefetch|prerender|preview)\b/i.test(headers[name] ?? ""),
  );
}

/** @param timing the message as it was known when it was visited; what became known later changes no judgement. */
export function judge(visit: Signs, timing: Timing): Judgement {
  const rule = ruleOf(visit, timing);
  return { robot: rule !== "person", rule };
}

function ruleOf(visit: Signs, timing: Timing): Rule {
  if (visit.prefetch) return "prefetch";
  if (visit.userAgent.trim() === "") return "empty-user-agent";
  // Browsers inside applications (Instagram, Facebook, Google) are people's; isbot knows them.
  if (isRobot(visit.userAgent)) return "user-agent";
  return ruleOfTime(visit, timing) ?? "person";
}

function ruleOfTime({ at, userAgent, language }: Signs, timing: Timing): Rule | null {
  if (neverLeft(timing)) return null;
  const since = (instant: Date) => at.getTime() - instant.getTime();
  const { sentAt, handedAt, confirmedAt } = timing;
  const gone = since(handedAt && handedAt <= at ? handedAt : sentAt);
  if (gone < TOO_SOON_MS) return "too-soon";
  const delivered = timing.status === "delivered" && confirmedAt !== null && confirmedAt <= at;
  if (!delivered && gone < UNCONFIRMED_MS) return "before-delivered";
  const there = delivered ? since(confirmedAt) : gone;
  if (there < (language === null ? AT_ONCE_SILENT_MS : AT_ONCE_MS) && isDesktopChrome(userAgent))
    return "desktop-at-once";
  return null;
}

const isRobot = remembering(isbot);

/** It reached no phone and no scanner: somebody tries his own link. */
const neverLeft = ({ status, handedAt }: Timing) =>
  status === "test" || status === "duplicate" || (status === "rejected" && handedAt === null);

function isDesktopChrome(userAgent: string): boolean {
  const { kind, browser } = readDevice(userAgent);
  return kind === "computer" && browser === "Chrome";
}
