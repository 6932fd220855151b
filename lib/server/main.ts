import type { AddressInfo } from "node:net";
import next from "next";
import { closeDatabase } from "@/db";
import { migrate } from "@/db/migrate";
import { installationSecret } from "@/lib/auth/secret";
import { ensureSetupCode } from "@/lib/auth/setup-code";
import { openCountries } from "@/lib/clicks/country";
import { type Env, readEnv } from "@/lib/env";
import { flushHeard } from "@/lib/ingest/heard";
import { openDatabase } from "./database";
import { openFrontDoor } from "./front-door";
import { onStop, runUntilStopped } from "./lifecycle";
import { receiptBatches } from "./routes/receipts";
import { visits } from "./routes/redirect";
import { StartFault } from "./start-fault";
import { startWorker } from "./worker";

type Mode = "start" | "demo";

runUntilStopped(async () => {
  const startedAt = Date.now();
  const mode: Mode = process.argv[2] === "demo" ? "demo" : "start";
  const env = checkedEnv();
  const database = await openDatabase({
    name: mode === "demo" ? "demo" : "acuse",
    // The sample account is for a database of its own, never for somebody's.
    databaseUrl: mode === "demo" ? undefined : env.DATABASE_URL,
    dataFolder: env.ACUSE_DATA,
  });
  onStop("The database", (hurry) => database.stop(hurry), 30_000);
  process.env.DATABASE_URL = database.url;
  await Promise.all([migrate(database.url, new Date()), openCountries()]);
  onStop("The connections", closeDatabase);
  // What an earlier process had not recorded comes in beside the new ones.
  void visits.keepIn(database.waitingFolder);
  const sample = mode === "demo" ? await (await import("./demo-data")).loadDemo(new Date()) : null;

  const { server, publicUrl } = await serve(env, mode);
  await database.servedAt(publicUrl);
  if (env.WORKER) {
    const { port } = server.address() as AddressInfo;
    const worker = await startWorker(env.PUBLIC_URL ?? `http://127.0.0.1:${port}`);
    onStop("The worker", () => worker.stop(), 15_000);
  }
  announce(publicUrl, startedAt, sample, mode === "start" ? await ensureSetupCode() : null);
});

function checkedEnv(): Env {
  try {
    return readEnv();
  } catch (error) {
    throw new StartFault((error as Error).message);
  }
}

/** Listens first, so that the address is known to what is started behind it. */
async function serve(env: Env, mode: Mode) {
  let ready: ReturnType<ReturnType<typeof next>["getRequestHandler"]> | undefined;
  const server = openFrontDoor(async (request, response) => {
    if (ready) return ready(request, response);
    response
      .writeHead(503, { "retry-after": "1", "content-type": "text/plain" })
      .end("Starting; try again in a second.");
  }, env.TRUST_PROXY);
  // Demo's sign-in is printed for everybody to read, so it stays on this machine unless told otherwise.
  const host = env.HOST ?? (mode === "demo" ? "127.0.0.1" : "0.0.0.0");
  await listen(server, env.PORT, host, mode === "demo");
  const { port } = server.address() as AddressInfo;
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${port}`;
  process.env.PUBLIC_URL = publicUrl;
  process.env.NEXTAUTH_URL = publicUrl;
  process.env.NEXTAUTH_SECRET = env.AUTH_SECRET ?? (await installationSecret());

  const app = next({ dev: false, dir: process.cwd(), hostname: host, port });
  onStop("The pages", () => app.close());
  onStop("The front door", () => close(server), 20_000);
  await app.prepare();
  ready = app.getRequestHandler();
  return { server, publicUrl };
}

type FrontDoor = ReturnType<typeof openFrontDoor>;

/** A port that was asked for is taken or refused in one line; the demo looks for the next free one. */
async function listen(server: FrontDoor, port: number, host: string, lookFurther: boolean): Promise<void> {
  for (let tried = port; ; tried++) {
    const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      server.once("error", resolve);
      server.listen(tried, host, () => resolve(null));
    });
    server.removeAllListeners("error");
    if (!error) return;
    const given = process.env.PORT !== undefined && process.env.PORT !== "";
    if (error.code === "EADDRINUSE" && lookFurther && !given && tried < port + 20) continue;
    throw new StartFault(
      error.code === "EADDRINUSE"
        ? `Port ${tried} is taken by another program: set PORT to a free one.`
        : `Cannot listen on ${host}:${tried}: ${error.message}`,
    );
  }
}

/** No new connections; what is under way is answered, and what was taken is written, before it resolves. */
async function close(server: FrontDoor): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await receiptBatches.flush();
  const hurry = setTimeout(() => server.closeAllConnections(), 5_000);
  await closed;
  clearTimeout(hurry);
  await visits.close();
  await flushHeard();
}

function announce(
  address: string,
  startedAt: number,
  sample: { email: string; password: string; key: string } | null,
  setupCode: string | null,
): void {
  const lines = [`Acuse is at ${address} (ready in ${((Date.now() - startedAt) / 1000).toFixed(1)} s)`];
  if (sample) lines.push(`Sign in     ${sample.email}  ${sample.password}`, `API key     ${sample.key}`);
  if (setupCode) lines.push(`First visit  open ${address}/setup with the code  ${setupCode}`);
  lines.push("Stop it with Ctrl-C.");
  console.log(`\n${lines.map((line) => `  ${line}`).join("\n")}\n`);
}
