import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "@/db";
import { installation } from "@/db/schema";
import { readEnv } from "@/lib/env";

const KEY = "auth-secret";
let known: Promise<string> | undefined;

/** Signs the sessions: AUTH_SECRET, else one that is made once for the installation; all processes get the same. */
export function installationSecret(): Promise<string> {
  known ??= readOrMake().catch((error) => {
    known = undefined;
    throw error;
  });
  return known;
}

async function readOrMake(): Promise<string> {
  const { AUTH_SECRET } = readEnv();
  if (AUTH_SECRET) return AUTH_SECRET;
  const made = randomBytes(32).toString("base64url");
  await db.insert(installation).values({ key: KEY, value: made }).onConflictDoNothing();
  const [kept] = await db.select().from(installation).where(eq(installation.key, KEY));
  return kept!.value;
}
