import { once } from "node:events";
import { chmod, rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { type EmbeddedServer, startEmbedded } from "@/lib/server/embedded-postgres";
import { temporaryFolder } from "./child";

export type RestartablePostgres = {
  /** The same however often it is started again. */
  url: string;
  /** How it goes: sessions ended one by one, or all at once as after a crash. */
  stop(how: "fast" | "at once"): Promise<void>;
  start(): Promise<void>;
  /** For good. */
  end(): Promise<void>;
};

/** A PostgreSQL of a test's own behind one address, where nobody listens while it is stopped. */
export async function startRestartablePostgres(): Promise<RestartablePostgres> {
  const folder = await temporaryFolder("postgres");
  await chmod(folder, 0o755);
  const sockets = new Set<Socket>();
  let server: EmbeddedServer = await startEmbedded({ dataDir: folder });
  const front = createServer((inner) => {
    const outer = connect({ host: "127.0.0.1", port: Number(new URL(server.url).port), noDelay: true });
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  const { port } = front.address() as AddressInfo;
  const url = new URL(server.url);
  url.port = String(port);

  const hideFront = async () => {
    const closed = once(front, "close");
    front.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    url: url.href,
    async stop(how) {
      const stopping = server.stop(how === "at once" ? AbortSignal.abort() : undefined);
      await stopping;
      await hideFront();
    },
    async start() {
      server = await startEmbedded({ dataDir: folder });
      front.listen(port, "127.0.0.1");
      await once(front, "listening");
    },
    async end() {
      if (front.listening) await hideFront();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
