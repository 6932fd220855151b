import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, db } from "@/db";
import { auditLog } from "@/db/schema";
import { createMessages, unique } from "@/db/testing";
import { createKey, findKey } from "@/lib/auth/api-key";
import type { Platform } from "@/lib/auth/platform";
import { again, createColleague, createOwner } from "@/lib/users/testing";
import { createAccount, updateAccount } from "./commands";
import { addAccount, listAccounts, listLog, logActing, resumeAccount, suspendAccount } from "./platform";

afterAll(closeDatabase);

const NOW = new Date();
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const given = () => ({
  ...{ email: `${unique("owner")}@example.com`, password: "a long password", name: unique("Tienda") },
  ...{ zone: "Europe/Madrid", platformAdmin: false },
});
const settings = {
  ...{ name: "Tienda Norte", zone: "America/Mexico_City", defaultCountry: "mx", defaultSender: "TIENDA" },
  ...{ duplicateMinutes: "0", validityHours: "1,5", compatAlways200: true, wholeAddresses: true },
};
const platform = async (): Promise<Platform> => (await again(await createOwner({ platformAdmin: true })))!.platform!;

describe("an account", () => {
  it("is made with its owner, whose e-mail is nobody else's", async () => {
    const one = given();
    expect(await createAccount(one)).toEqual({ accountId: expect.any(Number), userId: expect.any(Number) });
    await expect(createAccount({ ...given(), email: ` ${one.email.toUpperCase()}` })).rejects.toMatchObject({
      outcome: "conflict",
      fields: { email: "email-taken" },
    });
  });

  it("is made once when asked twice at once", async () => {
    const one = given();
    const results = await Promise.allSettled([createAccount(one), createAccount(one)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("tells every fault at its field", async () => {
    const nonsense = { email: "nobody", password: "short", name: " ", zone: "", defaultCountry: "XX", locale: "tlh" };
    await expect(createAccount(nonsense)).rejects.toMatchObject({
      fields: {
        ...{ email: "not-an-email", password: "password-short", name: "required", zone: "required" },
        ...{ defaultCountry: "unknown-country", locale: "unknown-language" },
      },
    });
  });

  it("has a zone that both the screen and Postgres know", async () => {
    for (const zone of ["Asia/Kolkata", "America/Argentina/Buenos_Aires", "UTC"])
      await expect(createAccount({ ...given(), zone })).resolves.toBeDefined();
    for (const zone of ["Mars/Olympus", "BST", "EST", "+01:00", "Europe/Madrid'", "posix/Europe/Madrid"])
      await expect(createAccount({ ...given(), zone }), zone).rejects.toMatchObject({
        fields: { zone: "unknown-zone" },
      });
  });

  it("is changed by its owner, its own and no other, and the log says what", async () => {
    const [mine, theirs] = [await createOwner(), await createOwner()];
    await updateAccount(mine.scope, settings);
    expect((await again(mine))?.scope).toMatchObject({
      zone: "America/Mexico_City",
      account: {
        name: "Tienda Norte",
        defaultCountry: "MX",
        duplicateMinutes: 0,
        validityMinutes: 90,
        compatAlways200: true,
        wholeAddresses: true,
      },
    });
    expect((await again(theirs))?.scope?.account).toEqual(theirs.scope.account);
    await updateAccount(mine.scope, { ...settings, duplicateMinutes: 30 });
    const logged = await db
      .select()
      .from(auditLog)
      .where(eq(auditLog.accountId, mine.scope.accountId))
      .orderBy(auditLog.id);
    expect(logged.at(-1)).toMatchObject({ action: "account-changed", details: { duplicateMinutes: 30 } });
  });

  it("does not take an emptied field for a zero", async () => {
    const { scope } = await createOwner();
    await expect(updateAccount(scope, { ...settings, duplicateMinutes: " ", validityHours: "" })).rejects.toMatchObject(
      {
        fields: { duplicateMinutes: "required", validityHours: "required" },
      },
    );
  });

  it("is not changed by managers and viewers, nor to nonsense", async () => {
    const owner = await createOwner();
    for (const role of ["manager", "viewer"] as const) {
      const { scope } = await createColleague(owner, role);
      await expect(updateAccount(scope, settings)).rejects.toMatchObject({ outcome: "forbidden" });
    }
    const wrong = { ...settings, defaultSender: "¡hola!", duplicateMinutes: -1, validityHours: "x", zone: "BST" };
    await expect(updateAccount(owner.scope, wrong)).rejects.toMatchObject({
      fields: { defaultSender: "not-a-sender", duplicateMinutes: "out-of-range", validityHours: "not-a-number" },
    });
  });
});

/** Page by page: other tests write into it at the same time. */
async function wholeLog(by: Platform) {
  const rows = [];
  for (let before: number | undefined; ; ) {
    const page = await listLog(by, before);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    before = page.next;
  }
}

describe("the platform administrator", () => {
  it("sees each account with its people and its messages of 30 days", async () => {
    const by = await platform();
    const owner = await createOwner();
    await createColleague(owner, "viewer");
    await createMessages(
      owner.scope,
      [daysAgo(0), daysAgo(29), daysAgo(31)].map((sentAt) => ({ sentAt })),
    );
    const { rows } = await listAccounts(by, { name: owner.scope.account.name.toUpperCase() }, NOW);
    expect(rows).toMatchObject([{ id: owner.scope.accountId, people: 2, messages: 2, suspendedAt: null }]);
    expect((await listAccounts(by, { name: "100%_of them" }, NOW)).rows).toEqual([]);
  });

  it("goes through them page by page", async () => {
    const by = await platform();
    // By their name: other tests make accounts at the same time.
    const name = unique("Paged");
    const ids = [];
    for (const each of [1, 2]) ids.push((await createAccount({ ...given(), name: `${name} ${each}` })).accountId);
    const { rows } = await listAccounts(by, { name, before: ids[1]! }, NOW);
    expect((await listAccounts(by, { before: Number.MAX_SAFE_INTEGER }, NOW)).rows.length).toBeGreaterThan(0);
    expect(rows.map(({ id }) => id)).toEqual([ids[0]]);
  });

  it("suspends an account at once, resumes it, and never his own", async () => {
    const admin = await createOwner({ platformAdmin: true });
    const by = (await again(admin))!.platform!;
    const owner = await createOwner();
    const { key } = await createKey(owner.scope, { name: "shop", scopes: ["send"] });
    await suspendAccount(by, owner.scope.accountId, NOW);
    expect((await again(owner))?.scope).toBeNull();
    await expect(findKey(key, "")).rejects.toMatchObject({ key: "suspended" });
    await resumeAccount(by, owner.scope.accountId);
    expect((await again(owner))?.scope).not.toBeNull();
    expect(await findKey(key, "")).not.toBeNull();
    const own = suspendAccount(by, admin.scope.accountId, NOW);
    await expect(own).rejects.toMatchObject({ outcome: "conflict", key: "own-account" });
    await expect(suspendAccount(by, 0x7fffffff, NOW)).rejects.toMatchObject({ outcome: "not-found" });
  });

  it("leaves a trace of all he does, once each", async () => {
    const admin = await createOwner({ platformAdmin: true });
    const by = (await again(admin))!.platform!;
    const { accountId, userId } = await addAccount(by, { ...given(), platformAdmin: true });
    await suspendAccount(by, accountId, NOW);
    await suspendAccount(by, accountId, NOW);
    await resumeAccount(by, accountId);
    await logActing(by, accountId, true);
    await logActing(by, accountId, false);
    const mine = (await wholeLog(by)).filter(({ person }) => person === admin.email).reverse();
    expect(mine.map(({ action }) => action)).toEqual([
      ...["account-created", "account-created", "account-suspended", "account-resumed", "acting-begun", "acting-ended"],
    ]);
    expect(await again({ ...admin, signed: { userId, sessionVersion: 1, actingAs: null } })).toMatchObject({
      platform: null,
    });
  });

  it("acts in an account under his own name in its log", async () => {
    const [admin, owner] = [await createOwner({ platformAdmin: true }), await createOwner()];
    const acting = await again({ ...admin, signed: { ...admin.signed, actingAs: owner.scope.accountId } });
    await createKey(acting!.scope!, { name: "help", scopes: ["read"] });
    const logged = await db
      .select()
      .from(auditLog)
      .where(eq(auditLog.accountId, owner.scope.accountId))
      .orderBy(auditLog.id);
    expect(logged.at(-1)).toMatchObject({ action: "key-created", userId: admin.userId, details: { acting: true } });
  });
});
