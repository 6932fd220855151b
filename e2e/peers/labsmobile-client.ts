import { fork } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./child";

/** What a call of the client came to: it swallows every HTTP error and then returns undefined. */
export type Outcome = { returned?: unknown; thrown?: string; message?: string; status?: unknown };

/** The fields of the client's own model of a text message; see PROTOCOLS of the compatible API for their meaning. */
export type TextMessage = {
  msisdn: readonly string[];
  message: string;
  tpoa?: string;
  subid?: string;
  label?: string;
  /** YYYY-MM-DD HH:MM:SS, UTC */
  scheduled?: string;
  test?: 1;
  nofilter?: 1;
};

export type LabsMobileClient = {
  sendSms(message: TextMessage): Promise<Outcome>;
  getCredit(): Promise<Outcome>;
  /** @param countries two letters each */
  getPrices(countries: readonly string[]): Promise<Outcome>;
  commandScheduled(command: { subid: string; cmd: "cancel" | "send" }): Promise<Outcome>;
  stop(): Promise<void>;
};

/** Starts a program that uses the official client `labsmobile-sms`, pointed at the application. */
export async function startLabsMobileClient(at: {
  url: string;
  username: string;
  token: string;
}): Promise<LabsMobileClient> {
  const folder = await temporaryFolder("labsmobile");
  const program = fork(
    fileURLToPath(new URL("labsmobile-program.mjs", import.meta.url)),
    [at.url, at.username, at.token],
    {
      cwd: folder,
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      serialization: "advanced",
    },
  );
  const exited = once(program, "exit");
  const ask = async (call: string, given?: unknown): Promise<Outcome> => {
    program.send({ call, given });
    const [outcome] = await Promise.race([once(program, "message"), exited.then(failed)]);
    return outcome as Outcome;
  };
  return {
    sendSms: (message) => ask("sendSms", message),
    getCredit: () => ask("getCredit"),
    getPrices: (countries) => ask("getPrices", countries),
    commandScheduled: (command) => ask("commandScheduled", command),
    async stop() {
      program.disconnect();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function failed([code, signal]: unknown[]): never {
  throw new Error(`The LabsMobile client ended with ${signal ?? code}.`);
}
