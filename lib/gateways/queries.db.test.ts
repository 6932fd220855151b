import { expect, test } from "vitest";
import { db } from "@/db";
import { gateways } from "@/db/schema";
import { createAccount, unique } from "@/db/testing";
import { isSimulated } from "./queries";

test("an account is simulated until a real gateway of its own is in use", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  const add = (accountId: number, id: number, kind: "kannel" | "simulator", enabled: boolean) =>
    db.insert(gateways).values({ accountId, id, name: kind, kind, secret: unique("secret"), enabled });
  expect(await isSimulated(mine)).toBe(true);
  await add(theirs.accountId, 1, "kannel", true);
  await add(mine.accountId, 1, "simulator", true);
  await add(mine.accountId, 2, "kannel", false);
  expect(await isSimulated(mine)).toBe(true);
  await add(mine.accountId, 3, "kannel", true);
  expect(await isSimulated(mine)).toBe(false);
});
