import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { encode } from "next-auth/jwt";
import { cache } from "react";
import { AppError } from "@/lib/errors";
import { localPath } from "./local-path";
import { findPerson, isEmpty, type Person, type Signed } from "./person";
import type { Platform } from "./platform";
import { ADDRESS_HEADER, PATH_HEADER } from "./request-facts";
import type { Scope } from "./scope";
import { installationSecret } from "./secret";
import { SESSION_SECONDS, sessionCookie, sessionOptions } from "./session-options";

/** Who is signed in, read once a request from the rows; null: nobody. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const session = await getServerSession(await sessionOptions());
  return session?.signed ? findPerson(session.signed) : null;
});

/** For pages and layouts: whoever is not signed in is sent to the login and comes back afterwards. */
export async function pageScope(): Promise<Scope> {
  const person = await pagePerson();
  if (person.scope) return person.scope;
  if (person.platform) redirect("/admin");
  return redirect("/login?suspended=1");
}

/** For pages that need no account: whoever is signed in, an administrator without an account too. */
export async function pagePerson(): Promise<Person> {
  const person = await currentPerson();
  if (person) return person;
  if (await isEmpty()) redirect("/setup");
  const next = localPath((await headers()).get(PATH_HEADER));
  return redirect(next && next !== "/" ? `/login?next=${encodeURIComponent(next)}` : "/login");
}

/** For the pages of /admin: to everybody else they do not exist. */
export async function pagePlatform(): Promise<Platform> {
  return (await pagePerson()).platform ?? notFound();
}

/**
 * For routes and actions.
 * @throws AppError unauthenticated; forbidden (key `suspended`) when the account is suspended.
 */
export async function requireScope(): Promise<Scope> {
  const person = await currentPerson();
  if (person?.scope) return person.scope;
  if (person?.suspended) throw new AppError("forbidden", "This account is suspended.", "suspended");
  throw new AppError("unauthenticated", "Sign in first.");
}

/** For routes that need no account. @throws AppError unauthenticated. */
export async function requirePerson(): Promise<Person> {
  const person = await currentPerson();
  if (!person) throw new AppError("unauthenticated", "Sign in first.");
  return person;
}

/** For routes and actions of /admin. @throws AppError not-found, as for any address that does not exist. */
export async function requirePlatform(): Promise<Platform> {
  const platform = (await currentPerson())?.platform;
  if (!platform) throw new AppError("not-found", "Not found");
  return platform;
}

/** In an action or a route only. Works without JavaScript: the cookie is the one next-auth reads. */
export async function startSession(signed: Signed): Promise<void> {
  const { name, options } = sessionCookie();
  const token = await encode({ token: { signed }, secret: await installationSecret(), maxAge: SESSION_SECONDS });
  (await cookies()).set(name, token, { ...options, maxAge: SESSION_SECONDS });
}

export async function endSession(): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** The client's address as the front door saw it. */
export async function callerAddress(): Promise<string> {
  return (await headers()).get(ADDRESS_HEADER) ?? "";
}
