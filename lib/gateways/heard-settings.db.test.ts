import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db";
import { gateways } from "@/db/schema";
import { createAccount } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { createGateway, setErrors } from "./commands";
import { saveSimulator, tryGeneric, updateHeard } from "./heard-settings";
import { findGateway, listGateways } from "./queries";
import type { ReceivedKind } from "./receivers";

const NOW = new Date("2026-11-23T12:00:00Z");
const configOf = async (scope: Scope, id: number) =>
  (
    await db
      .select()
      .from(gateways)
      .where(and(eq(gateways.accountId, scope.accountId), eq(gateways.id, id)))
  )[0]!.config;
const add = async (scope: Scope, kind: ReceivedKind, config: Record<string, unknown>) =>
  (await createGateway(scope, { kind, name: kind, config })).id;
const GENERIC = { reference: "id", status: "status", code: "code", statuses: { ok: "delivered", bad: "rejected" } };

describe("a secret", () => {
  test.each([
    ["twilio", { authToken: "sesame" }, { zone: "Europe/Madrid" }, { authToken: "sesame", zone: "Europe/Madrid" }],
    [
      "infobip",
      { basic: { username: "a", password: "sesame" } },
      { basic: { username: "b" } },
      { basic: { username: "b", password: "sesame" } },
    ],
    [
      "vonage",
      { signature: { method: "md5", secret: "sesame" } },
      { signature: { method: "sha256", secret: "" } },
      { signature: { method: "sha256", secret: "sesame" } },
    ],
  ] as const)(
    "of %s is kept when it is left empty, changed when it is not, and never shown",
    async (kind, kept, given, expected) => {
      const scope = await createAccount();
      const id = await add(scope, kind, kept);
      await updateHeard(scope, id, { name: "G", config: given });
      expect(await configOf(scope, id)).toEqual(expected);
      const view = await findGateway(scope, id);
      expect(view!.kept).toHaveLength(1);
      expect(JSON.stringify(view)).not.toContain("sesame");
      const changed = JSON.parse(JSON.stringify(expected).replace("sesame", "poppy")) as Record<string, unknown>;
      await updateHeard(scope, id, { name: "G", config: changed });
      expect(await configOf(scope, id)).toEqual(changed);
    },
  );

  test("goes with the part of the settings that is taken away", async () => {
    const scope = await createAccount();
    const id = await add(scope, "vonage", { signature: { method: "md5", secret: "sesame" } });
    await updateHeard(scope, id, { name: "G", config: {} });
    expect(await configOf(scope, id)).toEqual({});
    const again = updateHeard(scope, id, { name: "G", config: { signature: { method: "md5" } } });
    await expect(again).rejects.toMatchObject({ fields: { "signature.secret": "required" } });
  });
});

test("what cannot be taken changes nothing; a Kannel, the simulator and another account's are not found", async () => {
  const [scope, other] = [await createAccount(), await createAccount()];
  const id = await add(scope, "jasmin", {});
  await expect(updateHeard(scope, id, { name: "", config: {} })).rejects.toMatchObject({
    fields: { name: "required" },
  });
  await expect(updateHeard(scope, id, { name: "J", config: { zone: "Madrid" } })).rejects.toMatchObject({
    fields: { zone: "unknown-zone" },
  });
  const kannel = await add(scope, "kannel", { url: "http://k/", username: "u", password: "p" });
  for (const [who, which] of [
    [scope, kannel],
    [other, id],
  ] as const)
    await expect(updateHeard(who, which, { name: "X", config: {} })).rejects.toMatchObject({ outcome: "not-found" });
  expect(await findGateway(scope, id)).toMatchObject({ name: "jasmin", settings: {} });
  const viewer = await createAccount({ role: "viewer" });
  await expect(updateHeard(viewer, 1, { name: "X", config: {} })).rejects.toMatchObject({ outcome: "forbidden" });
});

describe("trying a generic gateway out", () => {
  test("reads an example with what stands in the form and the gateway's own codes, and changes nothing", async () => {
    const scope = await createAccount();
    const id = await add(scope, "generic", GENERIC);
    await setErrors(scope, id, { "7": "blocked" });
    const example = "id=M1&status=bad&code=7";
    expect(await tryGeneric(scope, id, { config: GENERIC, example }, NOW)).toMatchObject({
      receipts: [{ reference: "M1", meaning: "rejected", reason: "blocked" }],
    });
    const other = { ...GENERIC, statuses: { ok: "delivered" } };
    expect(await tryGeneric(scope, null, { config: other, example }, NOW)).toMatchObject({ unmapped: ["bad"] });
    expect((await findGateway(scope, id))!.settings).toMatchObject(GENERIC);
  });

  test("tells what is missing at its field", async () => {
    const scope = await createAccount();
    const attempt = (config: Record<string, unknown>, example: string) =>
      tryGeneric(scope, null, { config, example }, NOW);
    await expect(attempt({}, "x")).rejects.toMatchObject({ fields: { reference: "required", status: "required" } });
    await expect(attempt(GENERIC, " ")).rejects.toMatchObject({ fields: { example: "required" } });
    await expect(attempt(GENERIC, "x".repeat(100_001))).rejects.toMatchObject({ fields: { example: "too-long" } });
    const jasmin = await add(scope, "jasmin", {});
    const other = await createAccount();
    for (const [who, which] of [
      [scope, jasmin],
      [other, await add(scope, "generic", GENERIC)],
    ] as const)
      await expect(tryGeneric(who, which, { config: GENERIC, example: "x" }, NOW)).rejects.toMatchObject({
        outcome: "not-found",
      });
  });
});

test("an inbound address is there where texts are taken: of a generic gateway once it says where they stand", async () => {
  const scope = await createAccount();
  const id = await add(scope, "generic", GENERIC);
  expect((await findGateway(scope, id))!.inboundPath).toBeNull();
  await updateHeard(scope, id, { name: "G", config: { ...GENERIC, inbound: { from: "from", text: "text" } } });
  const { inboundPath, receiptPath } = (await findGateway(scope, id))!;
  expect(inboundPath).toBe(receiptPath.replace("/receipts/", "/inbound/"));
  const apart = { from: "a[].from", text: "b[].text" };
  await expect(updateHeard(scope, id, { name: "G", config: { ...GENERIC, inbound: apart } })).rejects.toMatchObject({
    fields: { "inbound.text": "arrays-apart" },
  });
});

test("the simulated network takes its settings, made where there is none yet, in either decimal mark", async () => {
  const scope = await createAccount();
  await saveSimulator(scope, { seed: "a", speed: "0,5", failures: "0" });
  await saveSimulator(scope, { seed: "b", speed: 1000, failures: "2.5" });
  const all = await listGateways(scope);
  expect(all.map(({ kind, settings }) => [kind, settings])).toEqual([
    ["simulator", { seed: "b", speed: 1000, failures: 2.5 }],
  ]);
  await expect(saveSimulator(scope, { seed: "", speed: "", failures: "11" })).rejects.toMatchObject({
    fields: { seed: "required", speed: "not-a-decimal", failures: "out-of-range" },
  });
});
