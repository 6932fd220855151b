import { scopeOfBearer } from "@/lib/api/bearer";
import { rateHeaders } from "@/lib/auth/rate-limit";
import { demand, type Right, type Scope } from "@/lib/auth/scope";
import { invalid } from "@/lib/errors";
import type { RawRequest } from "@/lib/gateways/gateway";
import type { Answer } from "../exchange";

/** A call of the native API for whoever's key has the right; what is left of the key's bound is told with the answer. */
export function keyed(right: Right, work: (scope: Scope, request: RawRequest) => Promise<Answer>) {
  return async (request: RawRequest): Promise<Answer> => {
    const scope = await scopeOfBearer(request.headers.authorization, request.address);
    demand(scope, right);
    const answer = await work(scope, request);
    return { ...answer, headers: { ...rateHeaders(scope), ...answer.headers } };
  };
}

/** @throws AppError invalid. */
export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw invalid("The body is not JSON in UTF-8.");
  }
}
