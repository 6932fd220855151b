import { existsSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, freePort, startChild, temporaryFolder } from "./child";

const READY_MS = 60_000;
const POLL_MS = 100;
const USERNAME = "acuse";
const PASSWORD = "acuse-secret";

/** What the settings of a gateway want to know. */
export type KannelAccess = { url: string; username: string; password: string };

export type Kannel = {
  access: KannelAccess;
  /** Whether it has bound to the SMSC. */
  isOnline(): Promise<boolean>;
  stop(): Promise<void>;
};

/** How a Kannel of the tests is reached at that port, running or not. */
export function accessAt(sendsmsPort: number): KannelAccess {
  return { url: `http://127.0.0.1:${sendsmsPort}/cgi-bin/sendsms`, username: USERNAME, password: PASSWORD };
}

/** Nobody listens there: what goes to it waits, and nothing is heard of it; of what the simulated network has some fails. */
export const NOWHERE = accessAt(9);

/** One line that says what to install, or null when Kannel is there. */
export function kannelMissing(): string | null {
  const missing = ["bearerbox", "smsbox"].filter((name) => binary(name) === null);
  return missing.length === 0 ? null : `${missing.join(" and ")} not found: apt-get install kannel`;
}

/**
 * Starts bearerbox and smsbox on loopback, bound to the SMSC at `smscPort`, and waits until they can send.
 * @param sendsmsPort a free one unless the address of sendsms must be known before
 * @param inboundUrl what its sms-service calls with each text of a person; without it there is none
 * @throws Error with the end of their logs when they do not come up
 */
export async function startKannel(smscPort: number, sendsmsPort?: number, inboundUrl?: string): Promise<Kannel> {
  const missing = kannelMissing();
  if (missing) throw new Error(missing);
  const folder = await temporaryFolder("kannel");
  const ports = {
    admin: await freePort(),
    smsbox: await freePort(),
    sendsms: sendsmsPort ?? (await freePort()),
    smsc: smscPort,
  };
  const configuration = join(folder, "kannel.conf");
  const service = inboundUrl ? smsService(inboundUrl) : "";
  await writeFile(configuration, kannelConfiguration(ports) + service, { mode: 0o600 });

  const children: Child[] = [];
  const start = (name: string) => {
    const logFile = join(folder, `${name}.log`);
    children.push(startChild([binary(name) ?? name, configuration], { logFile, cwd: folder }));
  };
  // smsbox first: bearerbox waits for its boxes to leave.
  const stop = async () => {
    for (const child of children.splice(0).reverse()) await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const status = () => read(`http://127.0.0.1:${ports.admin}/status.xml?password=${PASSWORD}`);
  const isOnline = async () => /<smsc>.*<status>online/s.test(await status());

  try {
    start("bearerbox");
    await until(isOnline, "bearerbox is not online");
    start("smsbox");
    await until(async () => /<box>.*<type>smsbox/s.test(await status()), "smsbox has not reached bearerbox");
    const access = accessAt(ports.sendsms);
    await until(async () => (await read(access.url)) !== "", "smsbox does not take messages");
    return { access, isOnline, stop };
  } catch (error) {
    const logs = ["bearerbox", "smsbox"].map((name) => endOf(join(folder, `${name}.log`)));
    await stop();
    throw new Error([`Kannel does not start: ${(error as Error).message}`, ...logs].join("\n"));
  }

  async function until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
    for (const deadline = Date.now() + READY_MS; !(await holds()); await sleep(POLL_MS)) {
      const ended = children.map((child) => child.ended()).find(Boolean);
      if (ended || Date.now() > deadline) throw new Error([otherwise, ended].filter(Boolean).join(": "));
    }
  }
}

/** Receipts are tried again quickly and often, so that one the application could not take is not lost. */
function kannelConfiguration(ports: { admin: number; smsbox: number; sendsms: number; smsc: number }): string {
  return `
group = core
admin-port = ${ports.admin}
admin-interface = 127.0.0.1
admin-password = ${PASSWORD}
status-password = ${PASSWORD}
smsbox-port = ${ports.smsbox}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
dlr-storage = internal
sms-resend-freq = 1
log-level = 1

group = smsc
smsc = smpp
smsc-id = sim
host = 127.0.0.1
port = ${ports.smsc}
transceiver-mode = true
smsc-username = acuse${ports.sendsms}
smsc-password = ${PASSWORD.slice(0, 8)}
system-type = acuse
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${ports.sendsms}
sendsms-interface = 127.0.0.1
http-request-retry = 10
http-queue-delay = 1
log-level = 1

group = sendsms-user
username = ${USERNAME}
password = ${PASSWORD}
max-messages = 10
concatenation = true
user-allow-ip = 127.0.0.1
`;
}

/** As the settings of a gateway say. */
const smsService = (url: string) => `
group = sms-service
keyword = default
get-url = "${url}"
max-messages = 0
`;

/** Debian keeps both in /usr/sbin, which is not on everybody's path. */
function binary(name: string): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** "" while nobody answers. */
async function read(url: string): Promise<string> {
  try {
    return await (await fetch(url)).text();
  } catch {
    return "";
  }
}

function endOf(logFile: string): string {
  const text = existsSync(logFile) ? readFileSync(logFile, "utf8") : "";
  return text.split("\n").slice(-15).join("\n");
}
