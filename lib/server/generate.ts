import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { generate } from "@/db/seed/generate";
import { invalid } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { runCommand } from "./command";

/*
 * `npm run db:generate -- --messages 1000000 [--accounts 20] [--months 12] [--personalised 0.2] [--seed acuse]
 * [--now 2026-11-22T12:00:00Z] [--no-receipts]`: accounts full of believable messages, for measurements. The same
 * options give the same data.
 */

const options = {
  messages: { type: "string", default: "100000" },
  accounts: { type: "string", default: "20" },
  months: { type: "string", default: "12" },
  personalised: { type: "string", default: "0.2" },
  seed: { type: "string", default: "acuse" },
  now: { type: "string" },
  "no-receipts": { type: "boolean", default: false },
} as const;

await runCommand(async () => {
  const { values } = parseArgs({ options });
  const plan = {
    messages: numberOf("messages", values.messages, 1, 100_000_000),
    accounts: numberOf("accounts", values.accounts, 1, 1_000),
    months: numberOf("months", values.months, 1, 60),
    personalised: shareOf("personalised", values.personalised),
    seed: values.seed.slice(0, 50),
    now: values.now === undefined ? new Date() : instantOf("now", values.now),
  };
  const password = randomBytes(9).toString("base64url");
  const startedAt = performance.now();
  let done = 0;
  const progress = (messages: number) => {
    if (messages % 100_000 === 0) console.error(`${done + messages} messages, ${seconds(startedAt)} s`);
  };
  try {
    for await (const made of generate({ ...plan, password, receipts: !values["no-receipts"], progress })) {
      done += made.messages;
      console.log(`account ${made.accountId}  ${made.messages} messages  ${made.name}  ${made.email}`);
    }
  } catch (error) {
    if (error instanceof FieldError && error.outcome === "conflict")
      throw invalid(`Data of the seed "${plan.seed}" is there already; give another --seed.`);
    throw error;
  }
  console.log(`${done} messages in ${seconds(startedAt)} s; all owners sign in with ${password}`);
});

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw invalid(`--${name} must be a whole number from ${least} to ${most}.`);
}

function shareOf(name: string, text: string): number {
  const share = Number(text || Number.NaN);
  if (share >= 0 && share <= 1) return share;
  throw invalid(`--${name} must be a number from 0 to 1.`);
}

function instantOf(name: string, text: string): Date {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) throw invalid(`--${name} must be an instant such as 2026-11-22T12:00:00Z.`);
  return instant;
}
