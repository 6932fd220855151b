import { scopeOfBearer } from "@/lib/api/bearer";
import { rateHeaders } from "@/lib/auth/rate-limit";
import type { Scope } from "@/lib/auth/scope";
import { callerAddress } from "@/lib/auth/session";
import { respond } from "@/lib/http";

/** A read of the native API for whoever's key this is, as JSON; what is left of the key's bound is told with it. */
export const answerKey = (request: Request, read: (scope: Scope) => Promise<object>): Promise<Response> =>
  respond(async () => {
    const scope = await scopeOfBearer(request.headers.get("authorization"), await callerAddress());
    const answer = await read(scope);
    return Response.json(answer, { headers: { "cache-control": "no-store", ...rateHeaders(scope) } });
  });
