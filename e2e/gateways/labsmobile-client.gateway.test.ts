import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiOf } from "../peers/api";
import { newAccount, type RunningApp, runningApp, type TestAccount } from "../peers/app";
import { type LabsMobileClient, startLabsMobileClient } from "../peers/labsmobile-client";

const START_MS = 180_000;
const WAIT = { timeout: 20_000, interval: 200 };
const ANNA = "34600000001";
const BERTA = "34600000002";
const CARLA = "34600000003";

/** The client throws away every answer that is not 2xx. */
const SWALLOWED = { returned: undefined };

let app: RunningApp;
let account: TestAccount;
let api: ReturnType<typeof apiOf>;
let client: LabsMobileClient;

beforeAll(async () => {
  app = await runningApp();
  account = await newAccount(app);
  api = apiOf(app, account);
  client = await startLabsMobileClient({ url: app.url, username: account.email, token: account.key });
}, START_MS);

afterAll(async () => {
  await client?.stop();
  await app?.stop();
}, START_MS);

const listed = async (subid: string) => (await api.list(`period=last7&subid=${subid}`)).messages;

/** YYYY-MM-DD HH:MM:SS, UTC. */
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 19).replace("T", " ");

/** A request as no client of theirs would make it, to see the very bytes of the answer. */
async function call(path: string, init: RequestInit & { username?: string; token?: string } = {}) {
  const { username = account.email, token = account.key, ...request } = init;
  const authorization = `Basic ${Buffer.from(`${username}:${token}`).toString("base64")}`;
  const response = await fetch(app.url + path, {
    ...request,
    headers: { authorization, "content-type": "application/json" },
  });
  const text = await response.text();
  return { status: response.status, type: response.headers.get("content-type"), body: JSON.parse(text) as unknown };
}
const post = (body: unknown) => call("/json/send", { method: "POST", body: JSON.stringify(body) });

describe("the official client", () => {
  test("sends to several recipients and is told the reference", async () => {
    const message = { msisdn: [ANNA, BERTA, CARLA], message: "Hello from afar", tpoa: "Shop", label: "autumn" };
    const outcome = await client.sendSms({ ...message, subid: "several-1" });
    expect(outcome).toEqual({
      returned: { code: "0", message: "Message has been successfully sent", subid: "several-1" },
    });
    const messages = await listed("several-1");
    expect(messages.map(({ msisdn }) => msisdn).sort()).toEqual([ANNA, BERTA, CARLA]);
    for (const each of messages)
      expect(each).toMatchObject({ text: "Hello from afar", sender: "Shop", label: "autumn", subid: "several-1" });
  });

  test("is given a reference when it names none", async () => {
    const { returned } = await client.sendSms({ msisdn: [ANNA], message: "No name" });
    expect(returned).toMatchObject({ code: "0", subid: expect.stringMatching(/^[0-9a-f]{13}$/) });
    const { subid } = returned as { subid: string };
    expect(await listed(subid)).toMatchObject([{ msisdn: ANNA }]);
  });

  test("sends in test mode: the message never leaves, and costs nothing", async () => {
    const message = { msisdn: [ANNA], message: "Only a test", subid: "test-1" };
    expect(await client.sendSms({ ...message, test: 1 })).toMatchObject({ returned: { code: "0" } });
    const [only] = await listed("test-1");
    expect(await api.get(only!.id)).toMatchObject({ status: "test", credits: "0.0000", receipts: [] });
  });

  test("repeats a text: the second is a duplicate, unless the filter is off", async () => {
    const message = { msisdn: [BERTA], message: "Said twice" };
    for (const subid of ["first-1", "second-1"])
      expect(await client.sendSms({ ...message, subid })).toMatchObject({ returned: { code: "0", subid } });
    await client.sendSms({ ...message, subid: "third-1", nofilter: 1 });
    expect((await listed("first-1"))[0]!.status).not.toBe("duplicate");
    expect(await listed("second-1")).toMatchObject([{ msisdn: BERTA, status: "duplicate" }]);
    expect((await listed("third-1"))[0]!.status).not.toBe("duplicate");
  });

  test("asks its balance", async () => {
    expect(await client.getCredit()).toEqual({
      returned: { code: 0, credits: expect.stringMatching(/^\d+(\.\d+)?$/) },
    });
  });

  test("asks for prices: a map by country, without a code", async () => {
    const spain = { isocode: "ES", prefix: "34", name: "Spain", credits: expect.any(Number) };
    expect(await client.getPrices(["ES"])).toEqual({ returned: { ES: spain } });
  });

  test("schedules a sending and takes it back: nothing was sent, and there is no second time", async () => {
    const message = { msisdn: [ANNA, BERTA], message: "Tomorrow", subid: "tomorrow-1", scheduled: tomorrow() };
    expect(await client.sendSms(message)).toMatchObject({ returned: { code: "0", subid: "tomorrow-1" } });
    expect(await client.commandScheduled({ subid: "tomorrow-1", cmd: "cancel" })).toEqual({
      returned: { code: 0, message: "Scheduled messages successfully cancelled." },
    });
    for (const cmd of ["cancel", "send"] as const)
      expect(await client.commandScheduled({ subid: "tomorrow-1", cmd })).toEqual(SWALLOWED);
    expect(await listed("tomorrow-1")).toEqual([]);
  });

  test("schedules a sending and has it sent at once", async () => {
    const message = { msisdn: [CARLA], message: "Rather now", subid: "now-1", scheduled: tomorrow() };
    expect(await client.sendSms(message)).toMatchObject({ returned: { code: "0" } });
    expect(await listed("now-1")).toEqual([]);
    expect(await client.commandScheduled({ subid: "now-1", cmd: "send" })).toMatchObject({ returned: { code: 0 } });
    await expect.poll(async () => (await listed("now-1")).map(({ msisdn }) => msisdn), WAIT).toEqual([CARLA]);
  });

  test.each([
    ["without recipients", { msisdn: [], message: "To nobody", subid: "nonsense-1" }],
    ["without a text", { msisdn: [ANNA], message: "", subid: "nonsense-2" }],
    ["with a reference of 21 characters", { msisdn: [ANNA], message: "Too long", subid: "x".repeat(21) }],
  ])("sends nonsense %s: refused whole, nothing is recorded", async (_, message) => {
    expect(await client.sendSms(message)).toEqual(SWALLOWED);
    expect(await listed(message.subid.slice(0, 20))).toEqual([]);
  });

  test("comes with a wrong token, and gets nowhere", async () => {
    const impostor = await startLabsMobileClient({ url: app.url, username: account.email, token: "wrong" });
    try {
      const message = { msisdn: [ANNA], message: "Let me in", subid: "impostor-1" };
      expect(await impostor.sendSms(message)).toEqual(SWALLOWED);
      expect(await impostor.getCredit()).toEqual(SWALLOWED);
    } finally {
      await impostor.stop();
    }
    expect(await listed("impostor-1")).toEqual([]);
  });
});

describe("the bytes of an answer", () => {
  const ok = { message: "Bytes", recipient: [{ msisdn: ANNA }], nofilter: 1 };

  test.each([
    ["an object", ok, {}],
    ["an array of one, as the PHP client sends it", [ok], {}],
    ["a number for a reference", { ...ok, subid: 4711 }, { subid: "4711" }],
    ["a leading plus", { ...ok, recipient: [{ msisdn: `+${ANNA}` }] }, {}],
  ])("to %s: the code is a string", async (_, body, expected) => {
    expect(await post(body)).toEqual({
      status: 200,
      type: expect.stringContaining("application/json"),
      body: { code: "0", message: "Message has been successfully sent", subid: expect.any(String), ...expected },
    });
  });

  test("to a question for the balance: the code is a number, the credits are text", async () => {
    const answer = { status: 200, body: { code: 0, credits: expect.any(String) } };
    expect(await call("/json/balance")).toMatchObject(answer);
    expect(await call("/json/balance", { method: "POST", body: "[]" })).toMatchObject(answer);
  });

  test.each([
    ["no message", { recipient: ok.recipient }, "20"],
    ["an empty message", { ...ok, message: "" }, "21"],
    ["no recipients", { message: "x" }, "23"],
    ["an empty list of recipients", { ...ok, recipient: [] }, "23"],
    ["a reference of 21 characters", { ...ok, subid: "x".repeat(21) }, "28"],
  ])("to %s", async (_, body, code) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { code, message: expect.stringMatching(/\w/) } });
  });

  test.each([
    ["nothing", "", "10"],
    ["what is no JSON", "{", "11"],
  ])("to %s", async (_, body, code) => {
    expect(await call("/json/send", { method: "POST", body })).toMatchObject({ status: 400, body: { code } });
  });

  test("to too many recipients", async () => {
    const recipient = Array.from({ length: 10_001 }, (_, i) => ({ msisdn: String(34600000000 + i) }));
    expect(await post({ ...ok, recipient, subid: "crowd-1" })).toMatchObject({ status: 400, body: { code: "24" } });
    expect(await listed("crowd-1")).toEqual([]);
  });

  test("to a wrong token, wherever it knocks", async () => {
    const init = { token: "wrong" };
    const send = { ...init, method: "POST", body: JSON.stringify(ok) };
    expect(await call("/json/send", send)).toMatchObject({ status: 401, body: { code: "401" } });
    expect(await call("/json/balance", init)).toMatchObject({ status: 401, body: { code: 401 } });
  });

  test("to another account's user name with our own token", async () => {
    const other = await newAccount(app);
    expect(await call("/json/balance", { username: other.email })).toMatchObject({ status: 401 });
  });
});
