import { parseArgs } from "node:util";
import { closeDatabase } from "@/db";
import { migrate } from "@/db/migrate";
import { createAccount } from "@/lib/accounts/commands";
import { createKey, limitKey } from "@/lib/auth/api-key";
import { KEY_SCOPES, type KeyScope, type Scope } from "@/lib/auth/scope";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { addCredits, setCreditControl, setPrices } from "@/lib/credits/commands";
import { readPrices } from "@/lib/credits/read-prices";
import { readEnv } from "@/lib/env";
import { AppError, invalid } from "@/lib/errors";
import { createGateway } from "@/lib/gateways/commands";
import { isObject, parseJson } from "@/lib/gateways/reading/fields";
import { tokenOf } from "@/lib/gateways/token";
import { setPassword } from "@/lib/users/profile";
import { withDatabase } from "./database";
import { StartFault } from "./start-fault";

/*
 * `npm run admin -- account create …`: the same commands as the pages, from a terminal, also while the application
 * runs. Prints one line of JSON on success; on a fault one line on standard error, and exit code 1.
 */

const USAGE = `npm run admin -- account create --email E --password P --name N [--zone Europe/Madrid] [--country ES] [--locale en|es] [--scopes send,receipts,read]
npm run admin -- password set --email E --password P
npm run admin -- key create --account ID --scopes send,receipts,read [--name N] [--per-minute N]
npm run admin -- key limit --account ID --key ID --per-minute N|""
npm run admin -- gateway create --account ID --kind kannel --name N --config '{"url":"http://…/cgi-bin/sendsms","username":"…","password":"…"}' [--per-second N]
npm run admin -- gateway create --account ID --kind labsmobile|jasmin|twilio|infobip|vonage|generic --name N --config '{…}'
npm run admin -- credits add --account ID --amount 100 --note "Invoice 7"     (--amount=-100 takes away)
npm run admin -- credits control --account ID --on|--off
npm run admin -- prices set --account ID --prices "34=0.797 346=0.8"          (the whole table; "" empties it)`;

const text = { type: "string" } as const;
const tick = { type: "boolean" } as const;
const options = {
  ...{ email: text, password: text, name: text, zone: text, country: text, locale: text },
  ...{ account: text, scopes: text, kind: text, config: text, amount: text, note: text, prices: text },
  ...{ "platform-admin": tick, on: tick, off: tick },
  ...{ key: text, "per-minute": text, "per-second": text },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>["values"];
type Text = Exclude<keyof Values, "platform-admin" | "on" | "off">;

const COMMANDS: Record<string, (given: Values) => Promise<object>> = {
  "account create": async (given) => {
    const scopes = given.scopes ? scopesOf(given.scopes) : null;
    const account = await createAccount({
      ...{ email: need(given, "email"), password: need(given, "password"), name: need(given, "name") },
      ...{ zone: given.zone ?? "UTC", defaultCountry: given.country ?? null, locale: given.locale ?? "en" },
      platformAdmin: given["platform-admin"],
    });
    return { ...account, ...(scopes && (await keyFor(await scopeOfWorker(account.accountId), given, scopes))) };
  },
  "password set": async (given) => setPassword({ email: need(given, "email"), password: need(given, "password") }),
  "key create": async (given) =>
    keyFor(await scopeOfWorker(accountOf(given)), given, scopesOf(need(given, "scopes")), given.name),
  "key limit": async (given) => {
    const keyId = Number(need(given, "key"));
    if (!Number.isInteger(keyId) || keyId < 1) throw invalid("--key must be the number that `key create` printed.");
    await limitKey(await scopeOfWorker(accountOf(given)), keyId, { perMinute: given["per-minute"] ?? "" });
    return { keyId };
  },
  "gateway create": async (given) => {
    const scope = await scopeOfWorker(accountOf(given));
    const { kind = "kannel", name = kind === "kannel" ? "Kannel" : kind } = given;
    const config = jsonOf(need(given, "config"));
    const gateway = await createGateway(scope, { kind, name, config, perSecond: given["per-second"] ?? "" });
    return { gatewayId: gateway.id, receiptPath: `/receipts/${tokenOf(gateway)}` };
  },
  "credits add": async (given) => {
    const asked = { amount: need(given, "amount"), note: need(given, "note") };
    return { balance: await addCredits("terminal", accountOf(given), asked, new Date()) };
  },
  "credits control": async (given) => {
    if (Boolean(given.on) === Boolean(given.off)) throw invalid(`Give --on or --off.\n${USAGE}`);
    await setCreditControl("terminal", accountOf(given), Boolean(given.on));
    return { creditControl: Boolean(given.on) };
  },
  "prices set": async (given) => {
    const read = readPrices((given.prices ?? "").trim().split(/\s+/).join("\n"));
    if (given.prices === undefined || "line" in read)
      throw invalid(`--prices must be pairs of prefix and credits such as 34=0.797.\n${USAGE}`);
    await setPrices("terminal", accountOf(given), read.prices);
    return { prices: read.prices.length };
  },
};

async function keyFor(scope: Scope, given: Values, scopes: KeyScope[], name = "command line") {
  const { id, key } = await createKey(scope, { name, scopes, perMinute: given["per-minute"] });
  return { key, keyId: id };
}

function need(given: Values, name: Text): string {
  const value = given[name];
  if (!value) throw invalid(`--${name} is missing.\n${USAGE}`);
  return value;
}

function accountOf(given: Values): number {
  const id = Number(need(given, "account"));
  if (!Number.isInteger(id) || id < 1) throw invalid("--account must be the number that `account create` printed.");
  return id;
}

function scopesOf(text: string): KeyScope[] {
  const scopes = text.split(",").map((each) => each.trim());
  const unknown = scopes.filter((each) => !KEY_SCOPES.some((known) => known === each));
  if (unknown.length > 0) throw invalid(`--scopes: ${unknown.join(", ")} is none of ${KEY_SCOPES.join(", ")}.`);
  return scopes as KeyScope[];
}

function jsonOf(text: string): Record<string, unknown> {
  const read = parseJson(Buffer.from(text));
  if (!isObject(read)) throw invalid("--config is not a JSON object.");
  return read;
}

try {
  const { positionals, values } = parseArgs({ options, allowPositionals: true });
  const command = COMMANDS[positionals.join(" ")];
  if (!command) throw invalid(USAGE);
  const env = readEnv();
  const printed = await withDatabase({ databaseUrl: env.DATABASE_URL, dataFolder: env.ACUSE_DATA }, async (url) => {
    process.env.DATABASE_URL = url;
    await migrate(url, new Date());
    return command(values).finally(closeDatabase);
  });
  console.log(JSON.stringify(printed));
} catch (error) {
  const known =
    error instanceof AppError ||
    error instanceof StartFault ||
    (error as { code?: string }).code?.startsWith("ERR_PARSE");
  console.error(known ? (error as Error).message : error);
  process.exitCode = 1;
}
