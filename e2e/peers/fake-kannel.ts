import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { accessAt, type KannelAccess } from "./kannel";

const LONGEST_MS = 20;

export type FakeKannel = {
  access: KannelAccess;
  /** How often each message was handed over, by our id. */
  handed: ReadonlyMap<string, number>;
  stop(): Promise<void>;
};

/**
 * A sendsms that takes everything, after a moment, and remembers how often: also what its caller did not live to hear.
 * @param taken told of each message at its first time, with its text
 */
export async function startFakeKannel(taken: (id: string, text: string) => void): Promise<FakeKannel> {
  const handed = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const id = new URL(searchParams.get("dlr-url") ?? "http://localhost").searchParams.get("ref") ?? "";
    const times = (handed.get(id) ?? 0) + 1;
    handed.set(id, times);
    await sleep(Math.random() * LONGEST_MS);
    response.writeHead(202).end("0: Accepted for delivery");
    if (times === 1) taken(id, searchParams.get("text") ?? "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    access: accessAt((server.address() as AddressInfo).port),
    handed,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
