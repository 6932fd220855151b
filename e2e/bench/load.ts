import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";

export type Load = { perSecond: number; p99: number; failed: number };

/**
 * Sends requests over so many connections, each waiting for its answer before its next. Plain sockets: a client that
 * does more would measure itself on a machine it shares with the server.
 *
 * @param requests complete, as they go over the line.
 * @param expected the status of a good answer.
 */
export async function load(
  port: number,
  requests: readonly string[],
  connections: number,
  expected = 200,
): Promise<Load> {
  const latencies: number[] = [];
  let next = 0;
  let failed = 0;
  const from = performance.now();
  const lane = async () => {
    const connection = new Connection(port);
    for (let i = next++; i < requests.length; i = next++) {
      const sent = performance.now();
      if ((await connection.ask(requests[i]!)) !== expected) failed++;
      latencies.push(performance.now() - sent);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const seconds = (performance.now() - from) / 1000;
  latencies.sort((one, other) => one - other);
  return { perSecond: requests.length / seconds, p99: latencies[Math.floor(latencies.length * 0.99)]!, failed };
}

class Connection {
  private readonly socket: Socket;
  private received = "";
  private waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;

  constructor(port: number) {
    this.socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.socket.setEncoding("latin1");
    this.socket.on("data", (text: string) => this.take(text));
    const fail = (error?: Error) => this.waiting?.reject(error ?? new Error("The connection was closed."));
    this.socket.on("error", fail).on("close", () => fail());
  }

  ask(request: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  /** An answer is whole when its head has come and as many bytes as that says. */
  private take(text: string): void {
    this.received += text;
    const end = this.received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = this.received.slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.received.length < end + 4 + length) return;
    this.received = this.received.slice(end + 4 + length);
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve(Number(head.slice(9, 12)));
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }
}

/** What a server says that does nothing else. */
const ANSWERS = {
  ok: `response.setHeader("content-length", 2); response.end("ok");`,
  redirect: `response.writeHead(302, { location: "https://example.com/rebajas", "content-length": 0 }); response.end();`,
} as const;

/** The baseline: a process that does nothing but answer. */
export async function bareServer(
  answer: keyof typeof ANSWERS = "ok",
): Promise<{ port: number; stop(): Promise<void> }> {
  const program = `
    const server = require("node:http").createServer((_, response) => { ${ANSWERS[answer]} });
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const exited = once(child, "exit");
  const [port] = await once(child.stdout, "data");
  return {
    port: Number(String(port)),
    async stop() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
