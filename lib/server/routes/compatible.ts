import { nameOf } from "@/lib/api/send-request";
import { scopeOfCredentials } from "@/lib/auth/basic";
import { may, type Scope } from "@/lib/auth/scope";
import { ofAddress, takeAttempt } from "@/lib/auth/slow-down";
import { readCredentials } from "@/lib/compat/labsmobile/credentials";
import { type Fault, fault } from "@/lib/compat/labsmobile/fault";
import { type CompatSend, readSend } from "@/lib/compat/labsmobile/request";
import { answerBalance, answerSend, type Answer as CompatAnswer, type Manner } from "@/lib/compat/labsmobile/response";
import { AppError } from "@/lib/errors";
import type { RawRequest } from "@/lib/gateways/gateway";
import { acceptMessages, type Sending } from "@/lib/ingest/accept-messages";
import type { Answer } from "../exchange";

/** The LabsMobile-compatible API: `/json/send` and `/json/balance`. An account is known by e-mail and API key. */
export async function compatible(request: RawRequest, name: string): Promise<Answer> {
  const found = await whoAsks(request);
  if (name === "balance")
    return plain(answerBalance("scope" in found ? balanceOf(found.scope) : found, mannerOf(found)));
  return plain(answerSend("scope" in found ? await send(found.scope, request) : found, mannerOf(found)));
}

/** Outcomes that its own codes do not name: too large a body, a database that is away, too many wrong tokens. */
export function compatibleProblem(error: unknown): Answer {
  const known = error instanceof AppError;
  const { status, headers } = plain(answerSend(fault(30), { always200: false }));
  const body = JSON.stringify({ code: "30", message: known ? error.message : fault(30).message });
  const again: Record<string, string> = known && error.outcome === "unavailable" ? { "retry-after": "1" } : {};
  return { status: known ? error.status : status, headers: { ...headers, ...again }, body };
}

type Found = { scope: Scope } | Fault;

/** @throws TooManyAttempts: guessing gets slower with each wrong token from the same network. */
async function whoAsks({ headers, query, address, receivedAt }: RawRequest): Promise<Found> {
  const given = readCredentials(headers, query);
  const scope = given ? await scopeOfCredentials(given.username, given.password) : "bad token";
  if (typeof scope !== "string") return { scope };
  await takeAttempt([ofAddress(address)], receivedAt);
  return fault(scope === "bad token" ? 401 : 403);
}

const mannerOf = (found: Found): Manner => ({ always200: "scope" in found && found.scope.account.compatAlways200 });

/** Without credit control nothing limits a sending; clients that look before they send must see enough. */
const UNLIMITED = "999999.0000";

const balanceOf = ({ account }: Scope) => ({ credits: account.creditControl ? account.balance : UNLIMITED });

async function send(scope: Scope, { body, receivedAt }: RawRequest): Promise<{ subid: string } | Fault> {
  if (!may(scope, "send")) return fault(401, "This API token may not send.");
  const asked = readSend(body);
  if ("code" in asked) return asked;
  if (asked.scheduledAt) return fault(39, "Scheduled sendings are not taken yet; nothing was recorded.");
  try {
    return await acceptMessages(scope, sendingOf(asked), receivedAt);
  } catch (error) {
    if (error instanceof AppError && error.outcome === "invalid") return fault(51, error.message);
    throw error;
  }
}

const sendingOf = (asked: CompatSend): Sending => ({
  ...{
    origin: "api",
    subid: asked.subid,
    label: asked.label,
    test: asked.test,
    allowDuplicates: asked.allowDuplicates,
  },
  validityMinutes: null,
  campaign: { name: asked.label ?? nameOf(asked.message) },
  messages: asked.recipients.map(({ msisdn, parameters }) => ({
    ...{ to: msisdn, text: asked.message, sender: asked.sender, ucs2: asked.ucs2, reference: null },
    parameters: parameters && { ...parameters },
  })),
});

const plain = ({ status, headers, body }: CompatAnswer): Answer => ({ status, headers: { ...headers }, body });
