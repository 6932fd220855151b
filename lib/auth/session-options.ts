import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { readEnv } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Signed } from "./person";
import { ADDRESS_HEADER } from "./request-facts";
import { installationSecret } from "./secret";
import { signIn } from "./sign-in";

declare module "next-auth" {
  interface Session {
    signed: Signed;
  }
  interface User {
    signed: Signed;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    signed: Signed;
  }
}

export const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** Only a site that is reached by https can have cookies that are sent by nothing else. */
export function sessionCookie() {
  const secure = readEnv().PUBLIC_URL?.startsWith("https:") ?? false;
  const options = { httpOnly: true, sameSite: "lax" as const, path: "/", secure };
  return { name: secure ? "__Host-acuse-session" : "acuse-session", options };
}

/** next-auth with its credentials provider and signed-and-encrypted tokens; the token is no more than a `Signed`. */
export async function sessionOptions(): Promise<NextAuthOptions> {
  const cookie = sessionCookie();
  return {
    secret: await installationSecret(),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/login", error: "/login" },
    useSecureCookies: cookie.options.secure,
    cookies: { sessionToken: cookie },
    // A cookie that cannot be read is nobody's, and no news: anybody can send one.
    logger: { error: (code, about) => code === "JWT_SESSION_ERROR" || console.error(code, about) },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (given, request) => {
          const { email = "", password = "" } = given ?? {};
          const signed = await signIn({ email, password }, request.headers?.[ADDRESS_HEADER] ?? "", new Date()).catch(
            hideFault,
          );
          return { id: String(signed.userId), signed };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { signed: user.signed } : token),
      session: ({ session, token }) => ({ expires: session.expires, signed: token.signed }),
    },
  };
}

/** next-auth writes the message of whatever is thrown here into an address. */
function hideFault(error: unknown): never {
  if (error instanceof AppError) throw error;
  console.error(error);
  throw new Error("Something went wrong.");
}
