import { once } from "node:events";
import { request as ask, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db";
import { createAccount } from "@/db/testing";
import { createKey } from "@/lib/auth/api-key";
import type { Scope } from "@/lib/auth/scope";
import { addGateway } from "@/lib/gateways/add-gateway";
import { RECEIVED_KINDS } from "@/lib/gateways/receivers";
import { tokenOf } from "@/lib/gateways/token";
import { openFrontDoor } from "@/lib/server/front-door";
import { mutated, mutatedJson, pick, type Random, randomOf } from "./fuzz";

/* What the readers let through goes on into the database: none of it may fail there. */

const SEED = 20_261_127;
const CASES = 6_000;
const LANES = 8;

let server: Server;
let scope: Scope;
let key: string;
let tokens: string[];

beforeAll(async () => {
  server = openFrontDoor(async (_, response) => void response.end("a page"), 1);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  scope = await createAccount();
  ({ key } = await createKey(scope, { name: "fuzz", scopes: ["send", "read", "receipts"] }));
  const gateways = await db.transaction(async (tx) => {
    const made = [];
    for (const kind of RECEIVED_KINDS.filter((each) => each !== "twilio" && each !== "generic"))
      made.push(await addGateway(tx, scope, { kind, name: kind, config: {}, errors: {} }));
    return made;
  });
  tokens = gateways.map(tokenOf);
});
afterAll(() => server.close());

const ID = "0199f0b2-1111-7222-8333-444455556666";
const QUERIES = [
  `ref=${ID}&n=3&d=2&fid=1&ts=1795449007&eid=x&a=id:1%20stat:UNDELIV%20err:001`,
  `id=${ID}&message_status=DELIVRD&id_smsc=1&err=000&level=2`,
  `subid=a&msisdn=34600111222&status=handset&desc=DELIVRD&acklevel=handset&timestamp=2026-11-26+10:00:00`,
  `messageId=${ID}&status=delivered&err-code=0&message-timestamp=2026-11-26+10:00:00&msisdn=34600111222&to=1&text=STOP`,
];
const SEND = {
  recipients: ["34600111222", "34600111223"],
  text: "Hola %name%",
  sender: "SHOP",
  subid: "a-1",
  label: "b",
};
const PUSHED = { message: ID, status: "delivered", at: "2026-11-26T11:00:00Z" };
const IMPORT = { to: "34600111222", text: "Hola", sender: "S", sentAt: "2026-01-02T03:04:05Z", status: "delivered" };
const INFOBIP = {
  results: [{ messageId: ID, status: { groupName: "DELIVERED", id: 5 }, error: { id: 0 }, sentAt: "x" }],
};

/** An address cannot hold half a character. */
const wellFormed = (text: string) => text.replace(/\p{Cs}/gu, "\ufffd");

type Asked = { method: string; path: string; body?: string };

function broken(random: Random): Asked {
  const query = encodeURI(wellFormed(mutated(random, pick(random, QUERIES))))
    .replaceAll("#", "%23")
    .slice(0, 8_000);
  const path = `/${random() < 0.8 ? "receipts" : "inbound"}/${pick(random, tokens)}`;
  switch (Math.floor(random() * 8)) {
    case 0:
      return { method: "POST", path: "/api/v1/messages", body: mutatedJson(random, SEND) };
    case 1:
      return { method: "POST", path: "/api/v1/receipts", body: mutatedJson(random, PUSHED) };
    case 2:
      return { method: "POST", path: "/api/v1/messages/import", body: mutatedJson(random, IMPORT) };
    case 3:
      return { method: "POST", path, body: mutatedJson(random, INFOBIP) };
    case 4:
      return { method: "POST", path, body: mutated(random, pick(random, QUERIES)) };
    case 5:
      return {
        method: "GET",
        path: `/r/${encodeURIComponent(wellFormed(mutated(random, "1abcdefgh"))).slice(0, 300)}`,
      };
    default:
      return { method: "GET", path: `${path}?${query}` };
  }
}

function statusOf({ method, path, body }: Asked): Promise<number> {
  const { port } = server.address() as AddressInfo;
  const headers = {
    authorization: `Bearer ${key}`,
    "content-type": body?.startsWith("ref") ? "application/x-www-form-urlencoded" : "application/json",
  };
  return new Promise((resolve, reject) => {
    const asked = ask({ port, host: "127.0.0.1", method, path, headers }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode!));
    });
    asked.on("error", reject).end(body);
  });
}

test("whatever is broken in what is asked, it is answered, and never by 500", async () => {
  const random = randomOf(SEED);
  const statuses = new Map<number, number>();
  const failed: Asked[] = [];
  let left = CASES;
  const lane = async () => {
    while (left-- > 0) {
      const asked = broken(random);
      const status = await statusOf(asked);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status >= 500) failed.push(asked);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  console.log([...statuses].sort());
  expect(failed).toEqual([]);
});
