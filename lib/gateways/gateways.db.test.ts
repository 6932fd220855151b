import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, db } from "@/db";
import { createAccount } from "@/db/testing";
import { chooseGateways } from "./choose-gateway";
import { addPreset, createGateway, setErrors, switchGateway, testGateway, updateGateway } from "./commands";
import { ERROR_PRESETS } from "./error-presets";
import { findGateway, isSimulated, listGateways } from "./queries";

afterAll(closeDatabase);

const config = { url: "http://kannel.example:13013/cgi-bin/sendsms", username: "shop", password: "sesame" };
const given = { kind: "kannel", name: "Kannel", config };
const notFound = { outcome: "not-found" };

describe("a gateway", () => {
  it("is shown without its password, with the path for its receipts", async () => {
    const scope = await createAccount();
    const { id } = await createGateway(scope, { ...given, config: { ...config, smscId: "" } });
    const view = (await findGateway(scope, id))!;
    expect(view).toMatchObject({
      name: "Kannel",
      enabled: true,
      kannel: { url: config.url, username: "shop" },
      errors: {},
    });
    expect(view.receiptPath).toMatch(/^\/receipts\/[\w-]{20,}$/);
    expect(JSON.stringify(await listGateways(scope))).not.toContain("sesame");
  });

  it("tells every fault at its field", async () => {
    const scope = await createAccount();
    const wrong = { kind: "kannel", name: "K", config: { url: "ftp://x", username: "", smscId: "x".repeat(101) } };
    await expect(createGateway(scope, wrong)).rejects.toMatchObject({
      fields: { url: "not-an-address", username: "required", password: "required", smscId: "too-long" },
    });
    await expect(createGateway(scope, { ...given, kind: "carrier-pigeon" })).rejects.toMatchObject({
      fields: { kind: "unknown-kind" },
    });
  });

  it("has a pace when it is given one", async () => {
    const scope = await createAccount();
    const { id } = await createGateway(scope, { ...given, perSecond: "25" });
    expect((await findGateway(scope, id))!.perSecond).toBe(25);
    for (const perSecond of ["0", "-1", "1.5", "fast", "99999"])
      await expect(updateGateway(scope, id, { ...given, perSecond })).rejects.toMatchObject({ outcome: "invalid" });
    await updateGateway(scope, id, { ...given, perSecond: "" });
    expect((await findGateway(scope, id))!.perSecond).toBeNull();
  });

  it("keeps its password when none is given, but not for another server", async () => {
    const scope = await createAccount();
    const { id } = await createGateway(scope, given);
    const without = { url: "http://kannel.example:13013/other", username: "other", password: "" };
    await updateGateway(scope, id, { name: "Second", config: without });
    expect(await findGateway(scope, id)).toMatchObject({ name: "Second", kannel: { username: "other" } });
    const elsewhere = { ...without, url: "http://evil.example/" };
    const fault = { fields: { password: "required" } };
    await expect(updateGateway(scope, id, { name: "Second", config: elsewhere })).rejects.toMatchObject(fault);
    await expect(testGateway(scope, id, elsewhere)).rejects.toMatchObject(fault);
  });

  it("that is switched off leaves the sending to the next one, at last to the simulator, which has no switch", async () => {
    const scope = await createAccount();
    const choose = () => db.transaction(async (tx) => (await chooseGateways(tx, scope))(""));
    const { id } = await createGateway(scope, given);
    expect([(await choose()).id, await isSimulated(scope)]).toEqual([id, false]);
    await switchGateway(scope, id, false);
    expect(await isSimulated(scope)).toBe(true);
    const simulator = await choose();
    expect(simulator.kind).toBe("simulator");
    await expect(switchGateway(scope, simulator.id, false)).rejects.toMatchObject({ key: "simulator-has-no-switch" });
    await expect(updateGateway(scope, simulator.id, given)).rejects.toMatchObject(notFound);
    await switchGateway(scope, id, true);
    expect((await choose()).id).toBe(id);
  });

  it("has a table of error codes, in which a preset overwrites nothing", async () => {
    const scope = await createAccount();
    const { id } = await createGateway(scope, given);
    await setErrors(scope, id, { " 1 ": "blocked", X7: "account" });
    await addPreset(scope, id, "MAP (3GPP 29.002)");
    const { errors } = (await findGateway(scope, id))!;
    expect(errors).toMatchObject({ 1: "blocked", X7: "account", "005": "unknown_subscriber" });
    expect(errors).not.toHaveProperty("001");
    expect(Object.keys(errors)).toHaveLength(Object.keys(ERROR_PRESETS["MAP (3GPP 29.002)"]).length + 1);
    await expect(setErrors(scope, id, { X: "bad luck" })).rejects.toMatchObject({
      fields: { "errors.X": "unknown-reason" },
    });
  });

  it("of another account is not seen and not changed", async () => {
    const [mine, theirs] = [await createAccount(), await createAccount()];
    const { id } = await createGateway(theirs, given);
    expect(await listGateways(mine)).toEqual([]);
    expect(await findGateway(mine, id)).toBeNull();
    for (const attempt of [
      () => updateGateway(mine, id, given),
      () => switchGateway(mine, id, false),
      () => setErrors(mine, id, {}),
      () => addPreset(mine, id, "Vonage"),
      () => testGateway(mine, id, config),
    ])
      await expect(attempt()).rejects.toMatchObject(notFound);
    expect(await findGateway(theirs, id)).toMatchObject({ name: "Kannel", enabled: true, errors: {} });
  });

  it("is no business of a viewer", async () => {
    const owner = await createAccount();
    const { id } = await createGateway(owner, given);
    const viewer = { ...owner, role: "viewer" } as typeof owner;
    for (const attempt of [
      () => listGateways(viewer),
      () => findGateway(viewer, id),
      () => createGateway(viewer, given),
      () => updateGateway(viewer, id, given),
      () => switchGateway(viewer, id, false),
      () => setErrors(viewer, id, {}),
      () => addPreset(viewer, id, "Vonage"),
      () => testGateway(viewer, id, config),
    ])
      await expect(attempt()).rejects.toMatchObject({ outcome: "forbidden" });
  });
});

describe("the test of a connection", () => {
  let server: Server;
  let url: string;
  /** What smsbox 1.4.5 answers without a recipient. */
  beforeAll(async () => {
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://kannel");
      if (pathname !== "/cgi-bin/sendsms") return response.writeHead(404).end("Unknown request.");
      const known = searchParams.get("username") === "shop" && searchParams.get("password") === "sesame";
      if (!known) return response.writeHead(403).end("Authorization failed for sendsms");
      return response.writeHead(400).end("Missing receiver number, rejected");
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it("tells well from refused, another program, and nobody", async () => {
    const scope = await createAccount();
    const probe = (change: object) => testGateway(scope, null, { ...config, url, ...change });
    expect(await probe({})).toEqual({ result: "well" });
    expect(await probe({ password: "guess" })).toEqual({ result: "refused" });
    expect(await probe({ url: `${url}/status` })).toEqual({ result: "stranger", status: 404 });
    expect(await probe({ url: "http://127.0.0.1:1/" })).toEqual({ result: "away" });
  });

  it("uses the kept password of the gateway", async () => {
    const scope = await createAccount();
    const { id } = await createGateway(scope, { ...given, config: { ...config, url } });
    expect(await testGateway(scope, id, { url, username: "shop" })).toEqual({ result: "well" });
  });
});
