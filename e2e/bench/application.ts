import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { db } from "@/db";
import { users } from "@/db/schema";
import { freePort } from "@/e2e/peers/child";
import { installationSecret } from "@/lib/auth/secret";

const READY_MS = 60_000;

export type Application = {
  url: string;
  port: number;
  /** Resident memory in megabytes; null where the system does not tell. */
  memory(): number | null;
  /** Seconds that processors have worked for it, in all its threads: also true on a machine that others use. */
  worked(): number | null;
  /** The cookie of somebody who is signed in. */
  signIn(userId: number): Promise<string>;
  stop(): Promise<void>;
};

/**
 * The application built beside this program, on the bench's database; without its worker, unless that is what is
 * measured: nothing else happens.
 */
export async function startApplication(databaseUrl: string, { worker = false } = {}): Promise<Application> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(dirname(process.argv[1]!), "main.mjs"), "start"], {
    env: {
      ...process.env,
      ...{
        DATABASE_URL: databaseUrl,
        PORT: String(port),
        HOST: "127.0.0.1",
        PUBLIC_URL: url,
        WORKER: worker ? "1" : "0",
      },
      API_PER_MINUTE: "0", // what is measured is the application, not its bound
      NODE_ENV: "production",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exited = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  process.once("exit", () => child.kill("SIGKILL"));
  for (const deadline = Date.now() + READY_MS; !(await isHealthy(url)); await sleep(200)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error("The application does not start.");
    }
  }
  return {
    url,
    port,
    memory: () => residentMegabytes(child.pid!),
    worked: () => workedSeconds(child.pid!),
    signIn,
    stop,
  };
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).ok;
  } catch {
    return false;
  }
}

/** Source: proc_pid_status(5). */
function residentMegabytes(pid: number): number | null {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes ? Number(kilobytes) / 1024 : null;
  } catch {
    return null;
  }
}

/** Source: proc_pid_stat(5); a tick is a hundredth of a second on every Linux that Node runs on. */
function workedSeconds(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}

/** As a sign-in would leave it; the sign-in itself is slow on purpose. */
async function signIn(userId: number): Promise<string> {
  const [user] = await db.select().from(users).where(eq(users.id, userId));
  const signed = { userId, sessionVersion: user!.sessionVersion, actingAs: null };
  return `acuse-session=${await encode({ token: { signed }, secret: await installationSecret(), maxAge: 3600 })}`;
}
