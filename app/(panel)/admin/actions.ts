"use server";

import { redirect } from "next/navigation";
import { logActing } from "@/lib/accounts/platform";
import { currentPerson, requirePlatform, startSession } from "@/lib/auth/session";

/** From now on the administrator sees and does in this account what its owner may, under his own name in the log. */
export async function actAs(accountId: number): Promise<void> {
  const platform = await requirePlatform();
  const person = await currentPerson();
  await logActing(platform, accountId, true);
  await startSession({ ...person!.signed, actingAs: accountId });
  redirect("/");
}

/** Back to who one is. */
export async function stopActing(): Promise<void> {
  const platform = await requirePlatform();
  const { signed } = (await currentPerson())!;
  if (signed.actingAs !== null) await logActing(platform, signed.actingAs, false);
  await startSession({ ...signed, actingAs: null });
  redirect("/admin");
}
