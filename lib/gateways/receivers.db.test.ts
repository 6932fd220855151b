import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase, db } from "@/db";
import { createAccount } from "@/db/testing";
import { chooseGateways } from "./choose-gateway";
import { createGateway } from "./commands";
import { findGateway, isSimulated, listGateways } from "./queries";
import { RECEIVED_KINDS, receiverOf } from "./receivers";

afterAll(closeDatabase);

const SETTINGS = {
  labsmobile: { zone: "Europe/Madrid" },
  jasmin: {},
  twilio: { authToken: "sesame-1" },
  infobip: { basic: { username: "acuse", password: "sesame-2" } },
  vonage: { signature: { secret: "sesame-3", method: "sha256" } },
  generic: { reference: "id", status: "status", statuses: { ok: "delivered" } },
} as const;
const kinds = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];

test("every kind but the simulator has a receiver, and each can be added", () => {
  expect(receiverOf("simulator")).toBeNull();
  expect([...RECEIVED_KINDS].sort()).toEqual(["kannel", ...kinds].sort());
});

describe.each(kinds)("a gateway of the kind %s", (kind) => {
  const given = { kind, name: kind, config: SETTINGS[kind] };

  test("keeps its settings, and shows none of its secrets", async () => {
    const scope = await createAccount();
    const { id, config } = await createGateway(scope, given);
    expect(config).toMatchObject(SETTINGS[kind]);
    expect(await findGateway(scope, id)).toMatchObject({ kind, name: kind, enabled: true, kannel: null });
    expect(JSON.stringify(await listGateways(scope))).not.toContain("sesame");
  });

  test("is only heard: nothing is sent by it", async () => {
    const scope = await createAccount();
    const { id } = await createGateway(scope, given);
    expect(await isSimulated(scope)).toBe(true);
    const chosen = await db.transaction(async (tx) => (await chooseGateways(tx, scope))(""));
    expect([chosen.kind, chosen.id === id]).toEqual(["simulator", false]);
  });

  test("refuses a field that it does not have", async () => {
    const scope = await createAccount();
    const config = { ...SETTINGS[kind], authtoken: "x" };
    await expect(createGateway(scope, { ...given, config })).rejects.toMatchObject({
      fields: { authtoken: "unknown-field" },
    });
  });
});

test.each([
  ["twilio", {}, { authToken: "required" }],
  ["infobip", { basic: { username: "a", password: "b", passwort: "c" } }, { "basic.passwort": "unknown-field" }],
  ["vonage", { signature: { secret: "x" } }, { "signature.method": "required" }],
  ["jasmin", { zone: "Madrid" }, { zone: "unknown-zone" }],
  ["generic", { reference: "id" }, { status: "required", statuses: "required" }],
])("%s with %j is refused at its fields", async (kind, config, fields) => {
  const scope = await createAccount();
  await expect(createGateway(scope, { kind, name: "G", config })).rejects.toMatchObject({ fields });
  expect(await listGateways(scope)).toEqual([]);
});
