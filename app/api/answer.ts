import { scopeOfBearer } from "@/lib/api/bearer";
import { rateHeaders } from "@/lib/auth/rate-limit";
import type { Scope } from "@/lib/auth/scope";
import { callerAddress } from "@/lib/auth/session";
import { otherMethod, respond } from "@/lib/http";

/** A read of the native API for whoever's key this is, as JSON; what is left of the key's bound is told with it. */
export const answerKey = (request: Request, read: (scope: Scope) => Promise<object>): Promise<Response> =>
  respond(async () => {
    const scope = await scopeOfBearer(request.headers.get("authorization"), await callerAddress());
    const answer = await read(scope);
    return Response.json(answer, { headers: { "cache-control": "no-store", ...rateHeaders(scope) } });
  });

/** The handlers of the methods that a path of the native API does not have, to be exported beside those that it has. */
export function others(...methods: string[]) {
  const refuse = ({ method }: Request) => {
    const { status, headers, body } = otherMethod(method, methods);
    return new Response(body || null, { status, headers });
  };
  return { DELETE: refuse, OPTIONS: refuse, PATCH: refuse, POST: refuse, PUT: refuse };
}
