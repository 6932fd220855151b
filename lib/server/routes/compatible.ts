import { nameOf } from "@/lib/api/send-request";
import { scopeOfCredentials } from "@/lib/auth/basic";
import { rateHeaders, takeRequest } from "@/lib/auth/rate-limit";
import { may, type Scope } from "@/lib/auth/scope";
import { readAck, readGetAck, readPrices, readScheduledCommand } from "@/lib/compat/labsmobile/calls";
import { readCredentials } from "@/lib/compat/labsmobile/credentials";
import { type Fault, fault } from "@/lib/compat/labsmobile/fault";
import { pricesOf } from "@/lib/compat/labsmobile/prices";
import { type CompatSend, readGetSend, readSend } from "@/lib/compat/labsmobile/request";
import * as answers from "@/lib/compat/labsmobile/response";
import { ackOf } from "@/lib/compat/labsmobile/status";
import { readQuery } from "@/lib/compat/labsmobile/text";
import { loadPrices } from "@/lib/credits/prices";
import { findAvailable } from "@/lib/credits/queries";
import { AppError } from "@/lib/errors";
import type { RawRequest } from "@/lib/gateways/gateway";
import { problem } from "@/lib/http";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import { cancelScheduled, schedule, sendScheduled } from "@/lib/ingest/scheduled-sendings";
import type { Sending } from "@/lib/ingest/sending";
import { findBySubid } from "@/lib/messages/find-by-subid";
import { readNumber } from "@/lib/messages/numbers";
import type { Answer } from "../exchange";

/** What one call does for whoever may do it, and how it answers: also to a fault, in its own types. */
type Call<T> = {
  run: (scope: Scope, request: RawRequest) => T | Fault | Promise<T | Fault>;
  answer: (said: T | Fault, manner: answers.Manner) => answers.Answer;
};
const call = <T>(run: Call<T>["run"], answer: Call<T>["answer"]) => ({ run, answer }) as Call<unknown>;

/** The LabsMobile-compatible API, JSON and GET family. An account is known by e-mail and API key. */
const CALLS: Readonly<Record<string, Call<unknown>>> = {
  "json/send": call((scope, request) => send(scope, readSend(request.body), request), answers.answerSend),
  "json/balance": call(balanceOf, answers.answerBalance),
  "json/ack": call((scope, { body }) => stateOf(scope, readAck(body)), answers.answerAck),
  "json/prices": call((scope, { body }) => priceList(scope, body), answers.answerPrices),
  "json/scheduled": call(commandScheduled, answers.answerScheduled),
  "get/send.php": call(
    (scope, request) => send(scope, readGetSend(readQuery(request.url)), request),
    answers.answerGetSend,
  ),
  "get/balance.php": call(balanceOf, answers.answerGetBalance),
  "get/auth.php": call(balanceOf, answers.answerGetBalance),
  "get/ack.php": call((scope, { url }) => stateOf(scope, readGetAck(readQuery(url))), answers.answerGetAck),
};

export const COMPATIBLE_PATH =
  /^\/((?:json\/(?:send|balance|ack|prices|scheduled))|(?:get\/(?:send|balance|auth|ack)\.php))$/;

export async function compatible(request: RawRequest, path: string): Promise<Answer> {
  const { run, answer } = CALLS[path]!;
  const found = await whoAsks(request);
  if ("code" in found) return plain(answer(found, { always200: false }));
  const { scope } = found;
  takeRequest(scope);
  const manner = { always200: scope.account.compatAlways200 };
  const said = may(scope, "send") ? await run(scope, request) : fault(401, "This API token may not send.");
  const answered = plain(answer(said, manner));
  return { ...answered, headers: { ...rateHeaders(scope), ...answered.headers } };
}

/** Outcomes that its own codes do not name: too large a body, a database that is away, too many wrong tokens. */
export function compatibleProblem(error: unknown): Answer {
  const { status, headers, body } = problem(error);
  const { detail } = JSON.parse(body) as { detail: string };
  const said = JSON.stringify({ code: "30", message: detail });
  return { status, headers: { ...headers, "content-type": "application/json" }, body: said };
}

/** @throws TooManyAttempts: guessing gets slower with each wrong token from the same network. */
async function whoAsks({ headers, url, address }: RawRequest): Promise<{ scope: Scope } | Fault> {
  const given = readCredentials(headers, readQuery(url));
  const scope = given ? await scopeOfCredentials(given.username, given.password, address) : "bad token";
  if (typeof scope !== "string") return { scope };
  return fault(scope === "bad token" ? 401 : 403);
}

/** Without credit control nothing limits a sending; clients that look before they send must see enough. */
const UNLIMITED = "999999.0000";

async function balanceOf(scope: Scope): Promise<{ credits: string }> {
  return { credits: scope.account.creditControl ? await findAvailable(scope) : UNLIMITED };
}

async function send(
  scope: Scope,
  asked: CompatSend | Fault,
  { receivedAt }: RawRequest,
): Promise<{ subid: string } | Fault> {
  if ("code" in asked) return asked;
  const sending = sendingOf(asked);
  try {
    if (asked.scheduledAt) return await schedule(scope, sending, asked.scheduledAt, receivedAt);
    return await acceptMessages(scope, sending, receivedAt);
  } catch (error) {
    if (isUncovered(error)) return fault(35);
    if (error instanceof AppError && error.outcome === "invalid")
      return fault(asked.scheduledAt ? 39 : 51, error.message);
    throw error;
  }
}

const isUncovered = (error: unknown) => error instanceof AppError && error.outcome === "no-credit";

const sendingOf = (asked: CompatSend): Sending => ({
  ...{
    origin: "api",
    subid: asked.subid,
    label: asked.label,
    test: asked.test,
    allowDuplicates: asked.allowDuplicates,
  },
  validityMinutes: null,
  ...(asked.shortlink ? { shortLinks: "first" as const } : {}),
  callback: { ackUrl: asked.ackUrl, clickUrl: asked.clickUrl },
  ...(asked.certified ? { certified: asked.certified } : {}),
  campaign: { name: asked.label ?? nameOf(asked.message) },
  messages: asked.recipients.map(({ msisdn, parameters }) => ({
    ...{ to: msisdn, text: asked.message, sender: asked.sender, ucs2: asked.ucs2, reference: null },
    parameters: parameters && { ...parameters },
  })),
});

async function stateOf(scope: Scope, asked: { subid: string; msisdn: string } | Fault) {
  if ("code" in asked) return asked;
  const { msisdn } = readNumber(asked.msisdn, scope.account.defaultCountry);
  const message = await findBySubid(scope, asked.subid, msisdn);
  return message ? ackOf(message) : fault(51, "There is no message with this subid and msisdn.");
}

async function priceList(scope: Scope, body: Buffer) {
  const asked = readPrices(body);
  return "code" in asked ? (asked as Fault) : pricesOf(asked.countries, await loadPrices(scope));
}

async function commandScheduled(scope: Scope, { body, receivedAt }: RawRequest): Promise<"cancelled" | "sent" | Fault> {
  const asked = readScheduledCommand(body);
  if ("code" in asked) return asked as Fault;
  const cancels = asked.cmd === "cancel";
  try {
    const done = cancels
      ? await cancelScheduled(scope, asked.subid)
      : await sendScheduled(scope, asked.subid, receivedAt);
    return done === 0 ? fault(52) : cancels ? "cancelled" : "sent";
  } catch (error) {
    if (isUncovered(error)) return fault(35);
    throw error;
  }
}

const plain = ({ status, headers, body }: answers.Answer): Answer => ({ status, headers: { ...headers }, body });
