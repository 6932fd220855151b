import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { closeDatabase } from "@/db";
import { createAccount, unique } from "@/db/testing";
import { createOwner, suspend } from "@/lib/users/testing";
import { createKey, findKey, listKeys, revokeKey } from "./api-key";
import { readBasic, scopeOfCredentials } from "./basic";
import { may } from "./scope";

afterAll(closeDatabase);
afterEach(() => vi.useRealTimers());

const NOW = new Date();
/** Where the requests of these tests come from. */
const HERE = "198.51.100.7";
/** Only the clock: what is remembered for seconds is past after this. */
const passSeconds = (seconds: number) => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1000 });
};

describe("an API key", () => {
  it("is the account with the key's own rights, and is nowhere kept", async () => {
    const scope = await createAccount();
    const { key } = await createKey(scope, { name: "shop", scopes: ["read", "send"] });
    expect(key).toMatch(/^acuse_[0-9A-Za-z]{32}$/);
    const found = await findKey(key, HERE);
    expect(found).toMatchObject({ accountId: scope.accountId, actor: { kind: "key", scopes: ["send", "read"] } });
    expect([may(found!, "send"), may(found!, "manage"), may(found!, "own")]).toEqual([true, false, false]);
    expect(JSON.stringify(await listKeys(scope))).not.toContain(key.slice(14));
  });

  it("is refused within seconds once it is revoked", async () => {
    const scope = await createAccount();
    const { id, key } = await createKey(scope, { name: "shop", scopes: ["read"] });
    expect(await findKey(key, HERE)).not.toBeNull();
    await revokeKey(scope, id, NOW);
    passSeconds(3);
    expect(await findKey(key, HERE)).toBeNull();
    await expect(revokeKey(scope, id, NOW)).rejects.toMatchObject({ outcome: "not-found" });
  });

  it("is refused within seconds, told why, once its account is suspended", async () => {
    const scope = await createAccount();
    const { key } = await createKey(scope, { name: "shop", scopes: ["read"] });
    expect(await findKey(key, HERE)).not.toBeNull();
    await suspend(scope.accountId);
    passSeconds(3);
    await expect(findKey(key, HERE)).rejects.toMatchObject({ outcome: "forbidden", key: "suspended" });
  });

  it("is not what only looks like one", async () => {
    const scope = await createAccount();
    const { key } = await createKey(scope, { name: "shop", scopes: ["read"] });
    const other = key.slice(0, -1) + (key.endsWith("a") ? "b" : "a");
    for (const text of ["", "acuse_", ` ${key}`, key.slice(0, -1), other, `${key}\0`])
      expect([text, await findKey(text, HERE)]).toEqual([text, null]);
  });

  it("is looked at more slowly after many wrong ones from the same network, unless it was right before", async () => {
    const scope = await createAccount();
    const [used, unused] = await Promise.all(
      ["used", "unused"].map((name) => createKey(scope, { name, scopes: ["read"] })),
    );
    const from = "203.0.113.77";
    await findKey(used!.key, from);
    for (let i = 0; i < 20; i++) expect(await findKey(`wrong ${i}`, from)).toBeNull();
    await expect(findKey(unused!.key, from)).rejects.toMatchObject({ outcome: "too-many" });
    expect(await findKey(used!.key, from)).not.toBeNull();
    expect(await findKey(unused!.key, HERE)).not.toBeNull();
  });

  it("says when it was used last, to ten minutes", async () => {
    const scope = await createAccount();
    const { key } = await createKey(scope, { name: "shop", scopes: ["read"] });
    expect((await listKeys(scope))[0]?.lastUsedAt).toBeNull();
    await findKey(key, HERE);
    const first = (await listKeys(scope))[0]!.lastUsedAt!;
    passSeconds(300);
    await findKey(key, HERE);
    expect((await listKeys(scope))[0]?.lastUsedAt).toEqual(first);
    passSeconds(601);
    await findKey(key, HERE);
    expect((await listKeys(scope))[0]!.lastUsedAt!.getTime()).toBeGreaterThan(first.getTime() + 600_000);
  });

  it("of another account is not seen and not revoked", async () => {
    const [mine, theirs] = [await createAccount(), await createAccount()];
    const { id, key } = await createKey(theirs, { name: "shop", scopes: ["read"] });
    expect(await listKeys(mine)).toEqual([]);
    await expect(revokeKey(mine, id, NOW)).rejects.toMatchObject({ outcome: "not-found" });
    expect((await findKey(key, HERE))?.accountId).toBe(theirs.accountId);
  });

  it("is no business of a viewer, nor of a key", async () => {
    const viewer = await createAccount({ role: "viewer" });
    const owner = await createAccount();
    const byKey = (await findKey(
      (
        await createKey(owner, { name: "all", scopes: ["send", "receipts", "read"] })
      ).key,
      HERE,
    ))!;
    for (const scope of [viewer, byKey]) {
      await expect(listKeys(scope)).rejects.toMatchObject({ outcome: "forbidden" });
      await expect(createKey(scope, { name: "x", scopes: ["read"] })).rejects.toMatchObject({ outcome: "forbidden" });
      await expect(revokeKey(scope, 1, NOW)).rejects.toMatchObject({ outcome: "forbidden" });
    }
  });

  it("needs a name and a right", async () => {
    const scope = await createAccount();
    await expect(createKey(scope, { name: " ", scopes: [] })).rejects.toMatchObject({
      fields: { name: "required", scopes: "required" },
    });
  });
});

describe("the compatible API's credentials", () => {
  it("are a person's e-mail and a key of the same account", async () => {
    const [mine, theirs] = [await createOwner(), await createOwner()];
    const { key } = await createKey(mine.scope, { name: "shop", scopes: ["send"] });
    expect(await scopeOfCredentials(mine.email.toUpperCase(), key, HERE)).toMatchObject({
      accountId: mine.scope.accountId,
    });
    expect(await scopeOfCredentials(theirs.email, key, HERE)).toBe("bad user");
    expect(await scopeOfCredentials(`x\0${unique("nul")}`, key, HERE)).toBe("bad user");
    expect(await scopeOfCredentials(`${unique("nobody")}@example.com`, key, HERE)).toBe("bad user");
    expect(await scopeOfCredentials(mine.email, `acuse_${"0".repeat(32)}`, HERE)).toBe("bad token");
  });

  it("are read from a Basic header, the password with its colons", () => {
    const header = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
    expect(readBasic(header("josé@example.com:a:b"))).toEqual({ user: "josé@example.com", password: "a:b" });
    for (const given of [undefined, "", "Bearer x", "Basic", header("no colon")]) expect(readBasic(given)).toBeNull();
  });
});
