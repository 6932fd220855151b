import { expect, test } from "vitest";
import { createAccount, createMessage } from "@/db/testing";
import { newestMessage } from "./newest";

test("the newest message is the account's own, however old", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  expect(await newestMessage(mine)).toBeNull();
  await createMessage(theirs);
  expect(await newestMessage(mine)).toBeNull();
  const sentAt = new Date("2026-01-05T10:00:00Z");
  await createMessage(mine, { sentAt: new Date("2026-01-04T10:00:00Z") });
  await createMessage(mine, { sentAt });
  expect(await newestMessage(mine)).toEqual(sentAt);
});
