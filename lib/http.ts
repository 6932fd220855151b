import { AppError, OUTCOMES, type Outcome } from "./errors";

/**
 * A route's answer, or what went wrong as `application/problem+json` (RFC 9457): the one translation of outcomes to HTTP.
 * What nobody foresaw is logged and told without its message. Next's `redirect()` and `notFound()` work by throwing and
 * have no place in here.
 */
export async function respond(answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    const { status, headers, body } = problem(error);
    return new Response(body, { status, headers });
  }
}

/** The same for whoever writes the response himself. */
export function problem(error: unknown): { status: number; headers: Record<string, string>; body: string } {
  const { outcome, message, retryAfter } = toOutcome(error);
  const own = error instanceof AppError && "headers" in error ? (error.headers as Record<string, string>) : {};
  const status = outcome === "error" ? 500 : OUTCOMES[outcome];
  const headers: Record<string, string> = {
    ...PROBLEM,
    ...own,
    ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    ...(status === 401 ? { "www-authenticate": 'Bearer realm="acuse"' } : {}),
  };
  return { status, headers, body: JSON.stringify({ title: outcome, status, detail: message }) };
}

const PROBLEM = { "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" };

/** The answer to another method than the path has: what it has, and with OPTIONS nothing more. */
export function otherMethod(method: string, methods: readonly string[]) {
  const headers = { allow: [...methods, "OPTIONS"].join(", ") };
  if (method === "OPTIONS") return { status: 204, headers, body: "" };
  const told = { title: "method-not-allowed", status: 405, detail: `Allowed here: ${headers.allow}.` };
  return { status: 405, headers: { ...PROBLEM, ...headers }, body: JSON.stringify(told) };
}

type Told = { outcome: Outcome | "error"; message: string; retryAfter?: number };

function toOutcome(error: unknown): Told {
  if (error instanceof AppError) {
    const soon = error.outcome === "unavailable" ? 1 : undefined;
    const retryAfter = "retryAfter" in error ? Number(error.retryAfter) : soon;
    return { outcome: error.outcome, message: error.message, ...(retryAfter === undefined ? {} : { retryAfter }) };
  }
  if (isAway(error)) {
    tellAway(error);
    return { outcome: "unavailable", message: "The database does not answer. Try again.", retryAfter: 1 };
  }
  console.error(error);
  return { outcome: "error", message: "Something went wrong." };
}

const AWAY_TOLD_MS = 1_000;
let awayToldAt = Number.NEGATIVE_INFINITY;

/** A line a second, and none of what was asked: while the database is away everybody meets the same. */
function tellAway(error: unknown): void {
  if (performance.now() < awayToldAt + AWAY_TOLD_MS) return;
  awayToldAt = performance.now();
  const { message, cause } = error as Error;
  console.error(`The database does not answer: ${cause instanceof Error ? cause.message : message}`);
}

/** The database cannot be reached just now, or not for this one more: "come back", not "it failed". */
export function isAway(error: unknown): boolean {
  const { code, cause, message } = error as { code?: unknown; cause?: unknown; message?: unknown };
  if (typeof code === "string" && /^(?:ECONN|EPIPE|ETIMEDOUT|57P0|08|53)/.test(code)) return true;
  if (
    typeof message === "string" &&
    /timeout exceeded when trying to connect|Connection terminated|connection error and is not queryable/.test(message)
  )
    return true;
  return cause instanceof Error && isAway(cause);
}

/** It and another transaction waited for each other, and it was given up: nothing is wrong with what was asked. */
export function isDeadlock(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return code === "40P01" || (cause instanceof Error && isDeadlock(cause));
}
