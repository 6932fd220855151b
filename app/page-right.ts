import { notFound } from "next/navigation";
import { may, type Right, type Scope } from "@/lib/auth/scope";
import { pageScope } from "@/lib/auth/session";

/** For pages that need more than reading: to whoever lacks the right they do not exist. */
export async function pageScopeWith(right: Right): Promise<Scope> {
  const scope = await pageScope();
  return may(scope, right) ? scope : notFound();
}
