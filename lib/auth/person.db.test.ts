import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/db";
import { changeRole, removePerson } from "@/lib/users/people";
import { changePassword } from "@/lib/users/profile";
import { again, createColleague, createOwner, PASSWORD, suspend } from "@/lib/users/testing";
import { findPerson } from "./person";
import { may } from "./scope";

afterAll(closeDatabase);

describe("a session", () => {
  it("ends with a changed password, but for the one that changed it", async () => {
    const owner = await createOwner();
    const sessionVersion = await changePassword(
      owner.scope,
      { current: PASSWORD, next: "another password" },
      new Date(),
    );
    expect(await again(owner)).toBeNull();
    expect((await findPerson({ ...owner.signed, sessionVersion }))?.scope?.accountId).toBe(owner.scope.accountId);
  });

  it("ends when the person is removed", async () => {
    const owner = await createOwner();
    const viewer = await createColleague(owner, "viewer");
    await removePerson(owner.scope, viewer.userId);
    expect(await again(viewer)).toBeNull();
  });

  it("has the rights of the role as it is now", async () => {
    const owner = await createOwner();
    const manager = await createColleague(owner, "manager");
    expect(may((await again(manager))!.scope!, "send")).toBe(true);
    await changeRole(owner.scope, manager.userId, "viewer");
    expect(may((await again(manager))!.scope!, "send")).toBe(false);
  });

  it("sees nothing of a suspended account", async () => {
    const owner = await createOwner();
    await suspend(owner.scope.accountId);
    expect(await again(owner)).toMatchObject({ scope: null, suspended: true, platform: null });
  });

  it("acts as another account only for an administrator, who keeps his name in it", async () => {
    const [admin, owner, other] = [
      await createOwner({ platformAdmin: true }),
      await createOwner(),
      await createOwner(),
    ];
    const actingAs = other.scope.accountId;
    const acting = await findPerson({ ...admin.signed, actingAs });
    expect(acting?.scope).toMatchObject({
      accountId: actingAs,
      role: "owner",
      actor: { actingAs: true, email: admin.email },
    });
    const pretending = await findPerson({ ...owner.signed, actingAs });
    expect(pretending).toMatchObject({ platform: null, signed: { actingAs: null } });
    expect(pretending?.scope?.accountId).toBe(owner.scope.accountId);
  });

  it("leaves an administrator who is taken out of his account above the accounts, in none", async () => {
    const owner = await createOwner({ platformAdmin: true });
    const second = await createColleague(owner, "owner");
    await removePerson(second.scope, owner.userId);
    expect(await again(owner)).toMatchObject({ scope: null, suspended: false, platform: { accountId: null } });
  });
});
