import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Acceptance, apiOf } from "../peers/api";
import { addKannel, newAccount, type RunningApp, runningApp } from "../peers/app";
import { freePort } from "../peers/child";
import { accessAt, type Kannel, startKannel } from "../peers/kannel";
import { SCRIPTS } from "../peers/smpp-scripts";
import { type SmppSimulator, startSmppSimulator } from "../peers/smpp-simulator";

const START_MS = 180_000;
const WAIT = { timeout: 30_000, interval: 200 };
const THREE_PARTS = "Long enough for three parts. ".repeat(14).trim();

/** Each phone has its own fate. */
const PHONES = {
  delivered: "34600000001",
  deliveredTwice: "34600000002",
  bufferedThenDelivered: "34600000003",
  undeliverable: "34600000004",
  expiredInText: "34600000005",
  expiredInTlv: "34600000006",
  rejected: "34600000007",
  unknown: "34600000008",
  unheardOf: "34600000009",
  refused: "34600000010",
  secondPartRefused: "34600000011",
  silent: "34600000012",
} satisfies Record<keyof typeof SCRIPTS, string>;
type Fate = keyof typeof PHONES;

let smsc: SmppSimulator;
let kannel: Kannel;
let app: RunningApp;
let api: ReturnType<typeof apiOf>;
let receiptUrl: string;

beforeAll(async () => {
  const fates = Object.entries(PHONES) as [Fate, string][];
  smsc = await startSmppSimulator(Object.fromEntries(fates.map(([fate, msisdn]) => [msisdn, SCRIPTS[fate]])));
  kannel = await startKannel(smsc.port);
  app = await runningApp();
  const account = await newAccount(app);
  receiptUrl = app.url + (await addKannel(app, account, kannel.access));
  api = apiOf(app, account);
}, START_MS);

afterAll(async () => {
  await kannel?.stop();
  await smsc?.stop();
  await app?.stop();
}, START_MS);

const send = (msisdn: string, text: string) => sendAll([msisdn], text).then(({ messages }) => messages[0]!.id);
const sendAll = (recipients: string[], text: string) => api.send({ text, sender: "Shop", recipients });
const settled = (id: string, status: string) => expect.poll(() => api.statusOf(id), WAIT).toBe(status);
const meanings = async (id: string) => (await api.get(id)).receipts.map(({ meaning }) => meaning);

describe("a campaign to phones of every fate", () => {
  const fates = (Object.keys(PHONES) as Fate[]).filter((fate) => fate !== "secondPartRefused");
  let campaign: Acceptance;
  const idOf = (fate: Fate) => campaign.messages.find(({ msisdn }) => msisdn === PHONES[fate])!.id;

  beforeAll(async () => {
    const recipients = fates.map((fate) => PHONES[fate]);
    campaign = await api.send({ text: "Hello", sender: "Shop", recipients, campaign: "Fates", subid: "fates-1" });
  });

  test("is accepted at once, a message a recipient", () => {
    expect(campaign).toMatchObject({ subid: "fates-1", campaignId: expect.any(Number) });
    expect(campaign.messages.map(({ status }) => status)).toEqual(fates.map(() => "processed"));
  });

  // What an operator's codes mean is in his gateway's error table; this one has none.
  test.each<[Fate, string, string | null, string | null, (string | null)[]]>([
    ["delivered", "delivered", null, null, ["sent", "delivered"]],
    // Kannel forgets a message with its first final receipt: the second is not forwarded.
    ["deliveredTwice", "delivered", null, null, ["sent", "delivered"]],
    ["bufferedThenDelivered", "delivered", null, null, ["sent", "sent", "delivered"]],
    ["undeliverable", "non-deliverable", "001", "unknown", ["sent", "non-deliverable"]],
    ["expiredInText", "expired", "027", "expired", ["sent", "expired"]],
    ["expiredInTlv", "expired", "027", "expired", ["sent", "expired"]],
    ["rejected", "rejected", "069", "unknown", ["sent", "rejected"]],
    ["refused", "rejected", "0x0B", "invalid_number", ["rejected"]],
    // Kannel says "failed" for words it does not know; nobody knows that it did.
    ["unknown", "sent", null, null, ["sent", null]],
    ["unheardOf", "sent", null, null, ["sent", null]],
  ])("%s ends as %s, code %s, reason %s", async (fate, status, code, reason, receipts) => {
    const id = idOf(fate);
    await expect.poll(() => meanings(id), WAIT).toEqual(receipts);
    expect(await api.get(id)).toMatchObject({ msisdn: PHONES[fate], status, code, reason });
  });

  test("a second final receipt goes no further than Kannel", async () => {
    await settled(idOf("deliveredTwice"), "delivered");
    await smsc.deliver(PHONES.deliveredTwice, { stat: "UNDELIV", err: "001" });
    // Kannel forwards in order: once another message is done, nothing of the first is on its way.
    await settled(await send("34600000099", "Done"), "delivered");
    expect(await meanings(idOf("deliveredTwice"))).toEqual(["sent", "delivered"]);
  });

  test("a receipt that comes late still counts", async () => {
    await settled(idOf("silent"), "sent");
    await smsc.deliver(PHONES.silent, { stat: "DELIVRD" });
    await settled(idOf("silent"), "delivered");
  });

  test("the timeline holds the calls of Kannel as they came: accepted by the SMSC, then delivered", async () => {
    await settled(idOf("delivered"), "delivered");
    const { receipts } = await api.get(idOf("delivered"));
    expect(receipts).toMatchObject([
      { verdict: "applied", text: "ACK/", raw: expect.stringMatching(/^GET \/receipts\/\S+[?&]d=8&/) },
      { verdict: "applied", text: expect.stringContaining("stat:DELIVRD"), raw: expect.stringMatching(/[?&]d=1&/) },
    ]);
  });

  test("is found again by its reference", async () => {
    const { messages } = await api.list("period=last7&subid=fates-1");
    expect(messages.map(({ msisdn }) => msisdn).sort()).toEqual(fates.map((fate) => PHONES[fate]).sort());
  });
});

describe("a text", () => {
  test.each([
    ["the GSM alphabet", "¡Año nuevo! 50 % + à la carte & 5 € [a] {b} ~^|\\\n@Ωß"],
    ["any alphabet", "¿Qué tal? Привет, 你好, مرحبا 🙂 — 100 % & 2 + 2"],
  ])("in %s reaches the SMSC as it was written", async (_, text) => {
    const msisdn = "34600000100";
    await settled(await send(msisdn, text), "delivered");
    expect(smsc.submitted(msisdn).at(-1)).toMatchObject({ text, sender: "Shop", parts: 1 });
  });

  test("of three parts is delivered when the receipt that Kannel asks for comes", async () => {
    const msisdn = "34600000101";
    const id = await send(msisdn, THREE_PARTS);
    await settled(id, "delivered");
    const parts = smsc.submitted(msisdn);
    expect(parts.map(({ part, parts: of }) => [part, of])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(parts.map(({ text }) => text).join("")).toBe(THREE_PARTS);
    expect(await meanings(id)).toEqual(["sent", "delivered"]);
  });

  test("whose second part is refused is rejected, although the first was delivered", async () => {
    const id = await send(PHONES.secondPartRefused, THREE_PARTS);
    await expect.poll(() => meanings(id), WAIT).toContain("delivered");
    expect([...(await meanings(id))].sort()).toEqual(["delivered", "rejected"]);
    expect(await api.statusOf(id)).toBe("rejected");
  });
});

describe("while something is away", () => {
  test("the SMSC: messages wait in Kannel, and go when it is back", async () => {
    await smsc.stop();
    const { messages } = await sendAll(["34600000200", "34600000201", "34600000202"], "Wait for it");
    await expect.poll(() => kannel.isOnline(), WAIT).toBe(false);
    for (const { id } of messages) expect(await api.get(id)).toMatchObject({ status: "processed", receipts: [] });
    await smsc.start();
    for (const { id } of messages) await settled(id, "delivered");
  });

  test("Kannel: messages wait here, and go once when it is back", async () => {
    const account = await newAccount(app);
    const port = await freePort();
    await addKannel(app, account, accessAt(port));
    const own = apiOf(app, account);
    const { messages } = await own.send({ text: "Later", sender: "Shop", recipients: ["34600000210", "34600000211"] });
    const late = await startKannel(smsc.port, port);
    try {
      for (const { id, msisdn } of messages) {
        // The fourth try comes after a minute: until then a loaded machine may not have got it up.
        await expect.poll(() => own.statusOf(id), { ...WAIT, timeout: 90_000 }).toBe("delivered");
        expect(smsc.submitted(msisdn)).toHaveLength(1);
      }
    } finally {
      await late.stop();
    }
  });
});

describe("the receipt path", () => {
  const call = (url: string, query: Record<string, string>) => fetch(`${url}?${new URLSearchParams(query)}`);
  const said = { d: "1", fid: "1", ts: "1795449007", a: "id:1 stat:DELIVRD err:000" };

  test("of nobody is not found", async () => {
    const strangers = [`${app.url}/receipts/nobody`, receiptUrl.replace(/.$/, (last) => (last === "x" ? "y" : "x"))];
    for (const url of strangers)
      expect((await call(url, { ref: crypto.randomUUID(), eid: crypto.randomUUID(), ...said })).status).toBe(404);
  });

  test("takes a receipt of a message that nobody knows, with an answer that Kannel counts as taken", async () => {
    const early = { ref: crypto.randomUUID(), eid: crypto.randomUUID(), ...said };
    for (const answer of [await call(receiptUrl, early), await call(receiptUrl, early)])
      expect(answer.status).toBe(200);
  });

  test("takes the same event twice, and it counts once", async () => {
    const id = await send("34600000300", "Twice");
    await settled(id, "delivered");
    const { receipts } = await api.get(id);
    const [, query] = receipts.at(-1)!.raw!.split("?");
    expect((await fetch(`${receiptUrl}?${query}`)).status).toBe(200);
    const again = receipts.map((each, i) => (i === receipts.length - 1 ? { ...each, repeats: 1 } : each));
    expect(await api.get(id)).toMatchObject({ status: "delivered", receipts: again });
  });

  test("of another account changes nothing of ours", async () => {
    const id = await send(PHONES.silent, "Ours");
    await settled(id, "sent");
    const other = await newAccount(app);
    const theirs = app.url + (await addKannel(app, other, kannel.access));
    expect((await call(theirs, { ref: id, eid: crypto.randomUUID(), ...said })).status).toBe(200);
    expect(await api.get(id)).toMatchObject({ status: "sent", receipts: [{ meaning: "sent" }] });
    await expect(apiOf(app, other).get(id)).rejects.toThrow("404");
  });
});
