import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KANNEL_QUERY, readKannelInbound } from "@/lib/gateways/kannel/inbound";
import { request } from "@/lib/gateways/testing";
import { type Kannel, startKannel } from "../peers/kannel";
import { type SmppSimulator, startSmppSimulator } from "../peers/smpp-simulator";

const START_MS = 180_000;
const WAIT = { timeout: 20_000, interval: 100 };

let smsc: SmppSimulator;
let kannel: Kannel;
let server: Server;
const calls: string[] = [];

/** What Kannel calls is kept and answered as the front door answers it: 200 with nothing. */
beforeAll(async () => {
  server = createServer((call, response) => {
    calls.push(call.url ?? "");
    response.writeHead(200, { "content-type": "text/plain" }).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  smsc = await startSmppSimulator();
  const { port } = server.address() as AddressInfo;
  kannel = await startKannel(smsc.port, undefined, `http://127.0.0.1:${port}/inbound/TOKEN${KANNEL_QUERY}`);
}, START_MS);

afterAll(async () => {
  await kannel?.stop();
  await smsc?.stop();
  server?.close();
}, START_MS);

test.each([
  ["STOP", {}],
  ["  baja,  por favor & gracias? 100% ", {}],
  ["Mañana sí 😀 – Ω", { ucs2: true }],
  ["停止", { ucs2: true }],
])("what a person wrote arrives as it was: %j", async (text, options) => {
  const before = calls.length;
  await smsc.say("34600111222", "217777", text, options);
  await expect.poll(() => calls.length, WAIT).toBe(before + 1);
  const read = readKannelInbound(request("GET", calls[before]!));
  expect(read).toEqual([
    {
      key: expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      ...{ from: expect.stringMatching(/^\+?34600111222$/), to: "217777", text },
    },
  ]);
  expect(smsc.submitted("34600111222")).toEqual([]);
});
