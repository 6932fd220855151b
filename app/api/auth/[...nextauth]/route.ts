import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { sessionOptions } from "@/lib/auth/session-options";

/** next-auth's own endpoints, by the same options and the same check as our pages. */
async function handle(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return NextAuth(request as never, context as never, await sessionOptions());
}

export { handle as GET, handle as POST };
