import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, db } from "@/db";
import { createAccount } from "@/db/testing";
import { addGateway } from "@/lib/gateways/add-gateway";
import { switchGateway } from "@/lib/gateways/commands";
import { tokenOf } from "@/lib/gateways/token";
import { suspend } from "@/lib/users/testing";
import { may, type Scope } from "./scope";
import { scopeOfGateway, scopeOfWorker } from "./scope-of-gateway";

afterAll(closeDatabase);

const config = { url: "http://127.0.0.1:1/", username: "u", password: "p" };
const add = (scope: Scope) =>
  db.transaction((tx) => addGateway(tx, scope, { kind: "kannel", name: "Kannel", config, errors: {} }));

describe("a gateway's receipt path", () => {
  it("is its account, with the right to report and no other", async () => {
    const scope = await createAccount();
    const gateway = await add(scope);
    const found = await scopeOfGateway(tokenOf(gateway));
    expect(found).toMatchObject({ gateway: { id: gateway.id }, scope: { accountId: scope.accountId } });
    expect([may(found!.scope, "receipts"), may(found!.scope, "read")]).toEqual([true, false]);
  });

  it("is good while the account is suspended or the gateway switched off: no receipt is to be lost", async () => {
    const scope = await createAccount();
    const gateway = await add(scope);
    await switchGateway(scope, gateway.id, false);
    await suspend(scope.accountId);
    expect(await scopeOfGateway(tokenOf(gateway))).not.toBeNull();
  });

  it("is nobody's with another's secret, or cut short", async () => {
    const [one, other] = [await add(await createAccount()), await add(await createAccount())];
    for (const token of [
      tokenOf({ ...one, secret: other.secret }),
      tokenOf(one).slice(0, -1),
      tokenOf({ ...one, id: one.id + 1 }),
      "nonsense",
    ])
      expect([token, await scopeOfGateway(token)]).toEqual([token, null]);
  });
});

it("jobs go on for a suspended account and fail for one that is not there", async () => {
  const scope = await createAccount();
  await suspend(scope.accountId);
  expect(await scopeOfWorker(scope.accountId)).toMatchObject({ accountId: scope.accountId, actor: { kind: "worker" } });
  await expect(scopeOfWorker(0x7fffffff)).rejects.toMatchObject({ outcome: "not-found" });
});
