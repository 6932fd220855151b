import { expect, test } from "vitest";
import { db } from "@/db";
import { clicks } from "@/db/schema";
import { createAccount, createMessage } from "@/db/testing";
import { hasPoppler, textOf } from "@/e2e/read-pdf";
import { collect } from "@/e2e/spreadsheet";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import { uuid7s } from "@/lib/messages/uuid7";
import { clickDataset } from "./dataset";
import { createLinks } from "./links";
import { clickPdf } from "./pdf";

const now = new Date("2026-03-31T10:00:00Z");
const never = new AbortController().signal;

async function pdf(scope: Scope, search: string): Promise<Buffer> {
  const { query } = readQuery(clickDataset, new URLSearchParams(search), { now, zone: scope.zone });
  const asked = { query, columns: columnsOf(clickDataset, query) };
  return collect((await clickPdf(scope, asked, "Visits in March", now, never)).chunks);
}

/** A robot's visit at nine in Madrid. */
async function visited(scope: Scope, code: string) {
  const at = new Date("2026-03-10T08:00:00Z");
  const { accountId, sentAt, id: messageId } = await createMessage(scope, { sentAt: new Date("2026-03-09T08:00:00Z") });
  await db.transaction((tx) => createLinks(tx, scope, [{ code, url: `https://x.es/${code}`, sentAt, messageId }]));
  const judged = { robot: true, rule: "user-agent", rulesVersion: 1 };
  await db.insert(clicks).values({
    accountId,
    sentAt,
    messageId,
    id: uuid7s(at, 1)[0]!,
    at,
    code,
    ...judged,
    country: "ES",
    browser: "WhatsApp",
  });
}

test("whoever may not read gets no file", async () => {
  const { account } = await createAccount();
  const sender = makeScope(account, { kind: "key", keyId: 1, scopes: ["send"] });
  await expect(pdf(sender, "period=2026-03-01..2026-03-31")).rejects.toMatchObject({ outcome: "forbidden" });
});

test.runIf(hasPoppler)("a visit is told as the page tells it, and no other account's is", async () => {
  const [mine, theirs] = [await createAccount(), await createAccount()];
  await visited(mine, "mine1234");
  await visited(theirs, "them1234");
  const text = textOf(await pdf(mine, "period=2026-03-01..2026-03-31"), true).replace(/\s+/g, " ");
  for (const each of ["10 Mar 09:00:00", "34 600 111 222", "https://x.es/mine1234", "Robot", "WhatsApp", "Spain"])
    expect(text).toContain(each);
  expect(text).toContain("The one row there is. Newest visit first.");
  expect(text).not.toContain("them1234");
});
