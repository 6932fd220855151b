import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, db } from "@/db";
import { auditLog } from "@/db/schema";
import { unique } from "@/db/testing";
import type { Role, Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { signIn } from "@/lib/auth/sign-in";
import { findInvitation, invite, join, withdrawInvitation } from "./invitations";
import { changeRole, removePerson } from "./people";
import { changeEmail, changePassword, setPassword, updateProfile } from "./profile";
import { getProfile, listInvitations, listPeople } from "./queries";
import { again, createColleague, createOwner, PASSWORD } from "./testing";

afterAll(closeDatabase);

const NOW = new Date("2026-11-23T09:00:00Z");
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const email = () => `${unique("somebody")}@example.com`;
const form = { name: "Ana", password: "a long password", locale: "es" } as const;
const notFound = { outcome: "not-found" };
const forbidden = { outcome: "forbidden" };
const lastOwner = { outcome: "conflict", key: "last-owner" };

describe("a forgotten password", () => {
  it("is replaced from the terminal, ends every session and forgives what was guessed", async () => {
    const owner = await createOwner();
    for (let i = 0; i < 6; i++)
      await signIn({ email: owner.email, password: "wrong" }, "203.0.113.9", NOW).catch(() => {});
    await setPassword({ email: owner.email.toUpperCase(), password: "another long password" });
    expect(await again(owner)).toBeNull();
    const signed = await signIn({ email: owner.email, password: "another long password" }, "203.0.113.10", NOW);
    expect(signed.userId).toBe(owner.userId);
    await expect(setPassword({ email: email(), password: "another long password" })).rejects.toMatchObject(notFound);
    await expect(setPassword({ email: owner.email, password: "short" })).rejects.toMatchObject({ outcome: "invalid" });
  });
});

describe("an invitation", () => {
  it("lets one person in, with its role, and is used up by it", async () => {
    const owner = await createOwner();
    const address = email();
    const token = await invite(owner.scope, { email: address.toUpperCase(), role: "manager" }, NOW);
    expect(await findInvitation(token, inDays(6.9))).toMatchObject({ state: "open", email: address, role: "manager" });
    const joined = await Promise.allSettled([1, 2].map(() => join(token, { ...form }, inDays(1))));
    expect(joined.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await findInvitation(token, inDays(1))).toEqual({ state: "gone" });
    await expect(join(token, { ...form }, inDays(1))).rejects.toMatchObject({ ...notFound, key: "invitation-gone" });
    expect(await listPeople(owner.scope)).toMatchObject([{ name: "Ana", email: address, role: "manager" }, {}]);
  });

  it("is good for seven days", async () => {
    const owner = await createOwner();
    const token = await invite(owner.scope, { email: email(), role: "viewer" }, NOW);
    expect(await findInvitation(token, inDays(7))).toMatchObject({ state: "expired", expiredAt: inDays(7) });
    await expect(join(token, { ...form }, inDays(7))).rejects.toMatchObject(notFound);
  });

  it("is replaced by a newer one for the same e-mail, and can be withdrawn", async () => {
    const owner = await createOwner();
    const address = email();
    const first = await invite(owner.scope, { email: address, role: "viewer" }, NOW);
    const second = await invite(owner.scope, { email: address, role: "manager" }, NOW);
    expect(await findInvitation(first, NOW)).toEqual({ state: "gone" });
    const [open, ...others] = await listInvitations(owner.scope);
    expect([open?.role, others]).toEqual(["manager", []]);
    await withdrawInvitation(owner.scope, open!.id);
    expect(await findInvitation(second, NOW)).toEqual({ state: "gone" });
  });

  it("is not made for somebody who is registered, and keeps its token to itself", async () => {
    const [owner, other] = [await createOwner(), await createOwner()];
    await expect(invite(owner.scope, { email: other.email, role: "viewer" }, NOW)).rejects.toMatchObject({
      outcome: "conflict",
      fields: { email: "email-taken" },
    });
    const token = await invite(owner.scope, { email: email(), role: "viewer" }, NOW);
    expect(JSON.stringify(await listInvitations(owner.scope))).not.toContain(token);
  });

  it("stays good when what was typed cannot be taken", async () => {
    const token = await invite((await createOwner()).scope, { email: email(), role: "viewer" }, NOW);
    await expect(join(token, { ...form, password: "short" }, NOW)).rejects.toMatchObject({
      fields: { password: "password-short" },
    });
    expect(await findInvitation(token, NOW)).toMatchObject({ state: "open" });
  });
});

describe("the people of an account", () => {
  it("always have an owner among them", async () => {
    const owner = await createOwner();
    await createColleague(owner, "manager");
    await expect(removePerson(owner.scope, owner.userId)).rejects.toMatchObject(lastOwner);
    await expect(changeRole(owner.scope, owner.userId, "manager")).rejects.toMatchObject(lastOwner);
    await changeRole(owner.scope, owner.userId, "owner");
    const second = await createColleague(owner, "owner");
    await changeRole(second.scope, owner.userId, "viewer");
    await expect(removePerson(second.scope, second.userId)).rejects.toMatchObject(lastOwner);
  });

  it("keep one when two owners remove each other at once", async () => {
    const owner = await createOwner();
    const second = await createColleague(owner, "owner");
    const tried = [removePerson(owner.scope, second.userId), removePerson(second.scope, owner.userId)];
    const results = await Promise.allSettled(tried);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await Promise.all([again(owner), again(second)])).filter(Boolean)).toHaveLength(1);
  });

  it("are changed by owners only", async () => {
    const owner = await createOwner();
    for (const role of ["manager", "viewer"] satisfies Role[]) {
      const { scope, userId } = await createColleague(owner, role);
      await expect(listPeople(scope)).rejects.toMatchObject(forbidden);
      await expect(listInvitations(scope)).rejects.toMatchObject(forbidden);
      await expect(invite(scope, { email: email(), role: "owner" }, NOW)).rejects.toMatchObject(forbidden);
      await expect(withdrawInvitation(scope, 1)).rejects.toMatchObject(forbidden);
      await expect(changeRole(scope, userId, "owner")).rejects.toMatchObject(forbidden);
      await expect(removePerson(scope, owner.userId)).rejects.toMatchObject(forbidden);
    }
  });

  it("of another account are not seen and not changed", async () => {
    const [mine, theirs] = [await createOwner(), await createOwner()];
    const viewer = await createColleague(theirs, "viewer");
    await invite(theirs.scope, { email: email(), role: "viewer" }, NOW);
    const [invitation] = await listInvitations(theirs.scope);
    expect((await listPeople(mine.scope)).map(({ id }) => id)).toEqual([mine.userId]);
    expect(await listInvitations(mine.scope)).toEqual([]);
    await expect(changeRole(mine.scope, viewer.userId, "owner")).rejects.toMatchObject(notFound);
    await expect(removePerson(mine.scope, viewer.userId)).rejects.toMatchObject(notFound);
    await expect(withdrawInvitation(mine.scope, invitation!.id)).rejects.toMatchObject(notFound);
    expect(await listInvitations(theirs.scope)).toHaveLength(1);
    expect((await again(viewer))?.scope?.role).toBe("viewer");
  });

  it("stand in the log with who did it", async () => {
    const owner = await createOwner();
    const viewer = await createColleague(owner, "viewer");
    await changeRole(owner.scope, viewer.userId, "manager");
    await removePerson(owner.scope, viewer.userId);
    const logged = await db
      .select()
      .from(auditLog)
      .where(eq(auditLog.accountId, owner.scope.accountId))
      .orderBy(auditLog.id);
    expect(logged.map(({ action, userId }) => [action, userId])).toEqual([
      ["account-created", owner.userId],
      ["person-invited", owner.userId],
      ["person-joined", viewer.userId],
      ["role-changed", owner.userId],
      ["person-removed", owner.userId],
    ]);
  });
});

describe("a profile", () => {
  it("is one's own: name, language and formats", async () => {
    const owner = await createOwner();
    const viewer = await createColleague(owner, "viewer");
    await updateProfile(viewer.scope, { name: " Eva ", locale: "es", formats: "de-DE" });
    expect(await getProfile(viewer.scope)).toEqual({
      name: "Eva",
      email: viewer.email,
      locale: "es",
      formats: "de-DE",
    });
    expect((await again(viewer))?.scope).toMatchObject({ locale: "es", formats: "de-DE" });
    expect((await getProfile(owner.scope)).locale).toBe("en");
    await updateProfile(viewer.scope, { name: "Eva", locale: "es", formats: null });
    expect((await again(viewer))?.scope).toMatchObject({ formats: "es-ES" });
  });

  it("is a person's only", async () => {
    const { scope } = await createOwner();
    await expect(getProfile(await scopeOfWorker(scope.accountId))).rejects.toMatchObject(forbidden);
  });

  it("changes e-mail and password only for who knows the password", async () => {
    const owner = await createOwner();
    const address = email();
    const wrong = { outcome: "forbidden", fields: { current: "wrong-password" } };
    await expect(changeEmail(owner.scope, { email: address, current: "wrong" }, NOW)).rejects.toMatchObject(wrong);
    await expect(changePassword(owner.scope, { current: "wrong", next: "a new password" }, NOW)).rejects.toMatchObject(
      wrong,
    );
    await changeEmail(owner.scope, { email: address, current: PASSWORD }, NOW);
    expect(await changePassword(owner.scope, { current: PASSWORD, next: "a new password" }, NOW)).toBe(2);
    const signed = await signIn({ email: address, password: "a new password" }, unique("address"), NOW);
    expect(signed).toEqual({ userId: owner.userId, sessionVersion: 2, actingAs: null });
  });

  it("slows who sits at an open session and guesses", async () => {
    const { scope } = await createOwner();
    const guess = (current: string) => changePassword(scope, { current, next: "a new password" }, NOW);
    for (let i = 0; i < 5; i++) await expect(guess("wrong")).rejects.toMatchObject({ fields: {} });
    await expect(guess(PASSWORD)).rejects.toMatchObject({ key: "too-many-attempts" });
  });

  it("cannot take the e-mail of somebody else", async () => {
    const [mine, theirs] = [await createOwner(), await createOwner()];
    const given = { email: theirs.email.toUpperCase(), current: PASSWORD };
    await expect(changeEmail(mine.scope, given, NOW)).rejects.toMatchObject({ fields: { email: "email-taken" } });
    expect((await getProfile(mine.scope)).email).toBe(mine.email);
  });

  it("of an administrator is his own in whatever account he acts", async () => {
    const [admin, other] = [await createOwner({ platformAdmin: true }), await createOwner()];
    const acting = await again({ ...admin, signed: { ...admin.signed, actingAs: other.scope.accountId } });
    const scope: Scope = acting!.scope!;
    expect((await getProfile(scope)).email).toBe(admin.email);
    await changePassword(scope, { current: PASSWORD, next: "a new password" }, NOW);
    const logged = await db.select().from(auditLog).where(eq(auditLog.accountId, other.scope.accountId));
    expect(logged.map(({ action }) => action)).toEqual(["account-created"]);
  });
});
