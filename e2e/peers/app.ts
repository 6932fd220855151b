import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { distDir, programsDir, ROOT } from "@/lib/server/prepare.mjs";
import { type Child, freePort, startChild, temporaryFolder } from "./child";
import type { KannelAccess } from "./kannel";

const READY_MS = 120_000;
const POLL_MS = 200;

export type RunningApp = {
  url: string;
  /** Where its database is (ACUSE_DATA); undefined when it was given. */
  data?: string;
  /** Runs an `npm run admin -- …` command on the application's database and answers what it prints. */
  admin(...args: string[]): Promise<unknown>;
  stop(): Promise<void>;
};

/** An account of a test's own, and how programs and its owner get in. */
export type TestAccount = { accountId: number; email: string; password: string; key: string };

/**
 * The application under test: the one at ACUSE_TEST_URL (whose ACUSE_DATA or DATABASE_URL the tests then share), else the
 * built one, started here on a database of its own.
 * @throws Error with the end of its log when it does not come up
 */
export async function runningApp(): Promise<RunningApp> {
  const given = process.env.ACUSE_TEST_URL;
  if (given) return { url: given, admin: adminOf(process.env), stop: async () => {} };
  return startOwnApp();
}

/** An application that only this test has: it can be killed, and started again on the same data and port. */
export type OwnApp = RunningApp & {
  start(): Promise<void>;
  /** SIGKILL; its database server, if it is its own, lives on. */
  kill(): Promise<void>;
  /** SIGTERM, and how it ended; the data stays. */
  end(): Promise<string>;
  /** How it ended by itself: "" while it runs. */
  ended(): string;
  /** What it has said so far. */
  log(): string;
};

/**
 * The built application, on a database of its own unless one is given.
 * @throws Error with the end of its log when it does not come up
 */
export async function startOwnApp(more: { DATABASE_URL?: string } = {}): Promise<OwnApp> {
  const data = await temporaryFolder("app");
  // The database server may run as another user, who must get into it.
  await chmod(data, 0o755);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...{ ACUSE_DATA: data, PORT: String(port), HOST: "127.0.0.1", PUBLIC_URL: url },
    CALLBACK_NETWORKS: "127.0.0.1", // where the tests' own clients are called
    TRUST_PROXY: "1", // tests say which address they come from: what one does wrong slows no other
    ...{ DATABASE_URL: undefined, NODE_ENV: "production" },
    ...more,
  };
  const logFile = join(data, "app.log");
  const log = () => readFileSync(logFile, "utf8");
  let app: Child | undefined;
  const start = async () => {
    const started = startChild([process.execPath, built("main"), "start"], { logFile, cwd: ROOT, env });
    app = started;
    for (const deadline = Date.now() + READY_MS; !(await isHealthy(url)); await sleep(POLL_MS)) {
      if (started.ended() || Date.now() > deadline)
        throw new Error(`The application does not start. ${started.ended()}\n${log().slice(-3_000)}`);
    }
  };
  const end = async () => {
    await app?.stop();
    return app?.ended() ?? "";
  };
  const clearAway = async () => {
    await app?.stop();
    await rm(data, { recursive: true, force: true });
  };
  await start().catch(async (error) => {
    await clearAway();
    throw error;
  });
  return {
    ...{ url, data, admin: adminOf(env), start, end, log },
    kill: async () => app?.kill(),
    ended: () => app?.ended() ?? "",
    stop: () => verify(env).finally(clearAway),
  };
}

/** Makes an account with an owner and a key that may do everything a key can. */
export async function newAccount({ admin }: RunningApp): Promise<TestAccount> {
  const name = `test-${randomInt(36 ** 8).toString(36)}`;
  const [email, password] = [`${name}@example.com`, crypto.randomUUID()];
  const account = ["--email", email, "--password", password, "--name", name, "--zone", "Europe/Madrid"];
  const made = await admin("account", "create", ...account, "--scopes", "send,receipts,read");
  const { accountId, key } = z.object({ accountId: z.int(), key: z.string() }).parse(made);
  return { accountId, email, password, key };
}

/** Gives an account a Kannel to send through. @returns the path its receipts come to */
export async function addKannel(
  { admin }: RunningApp,
  { accountId }: TestAccount,
  access: KannelAccess,
): Promise<string> {
  const made = await admin(
    ...["gateway", "create", "--account", String(accountId), "--kind", "kannel", "--name", "Kannel"],
    ...["--config", JSON.stringify(access)],
  );
  return z.object({ gatewayId: z.int(), receiptPath: z.string() }).parse(made).receiptPath;
}

function adminOf(env: NodeJS.ProcessEnv): RunningApp["admin"] {
  return async (...args) => {
    const { stdout } = await promisify(execFile)(process.execPath, [built("admin"), ...args], { cwd: ROOT, env });
    return JSON.parse(stdout);
  };
}

/** After every suite counts and rows must agree. @throws Error with each difference */
async function verify(env: NodeJS.ProcessEnv): Promise<void> {
  await promisify(execFile)(process.execPath, [built("verify")], { cwd: ROOT, env }).catch(({ message, stdout }) => {
    throw new Error(`${message}\n${stdout}`);
  });
}

function built(name: string): string {
  const file = join(ROOT, programsDir(distDir()), `${name}.mjs`);
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run build`);
  return file;
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).status === 200;
  } catch {
    return false;
  }
}
