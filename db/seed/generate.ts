import { db, pool } from "@/db";
import { createAccount } from "@/lib/accounts/commands";
import { scopeOfWorker } from "@/lib/auth/scope-of-gateway";
import { chooseGateways } from "@/lib/gateways/choose-gateway";
import { type LoadOptions, loadAccount } from "./load";
import type { Account } from "./message";
import { type AccountPlan, type Options, planAccounts } from "./plan";

export type Generated = { accountId: number; name: string; email: string; messages: number };

/**
 * Accounts full of messages, for measurements: the same options give the same ones, whatever machine or database. Each
 * has an owner who signs in with the given password.
 *
 * @throws FieldError conflict, when a data set of this seed is in the database already.
 */
export async function* generate(
  options: Options & { password: string } & Pick<LoadOptions, "receipts" | "progress">,
): AsyncGenerator<Generated> {
  const { receipts, progress, password, seed, now } = options;
  for (const [index, plan] of planAccounts(options).entries()) {
    const email = `owner-${index + 1}@${slug(seed)}.example.com`;
    const account = await openAccount(plan, { email, password, now });
    // The first account is the large one; in an empty database there is nobody who would have to wait for it.
    const messages = await loadAccount(account, { receipts, queue: false, indexesLast: await isEmpty(), progress });
    yield { accountId: account.accountId, name: plan.name, email, messages };
  }
  // Sets the marks that let indexes answer alone, and tells the planner what there is now.
  await pool().query("vacuum (analyze) messages, receipts, links, clicks, texts, campaigns, counts");
}

/** An account with its owner and the simulated network, still without messages. */
export async function openAccount(
  plan: AccountPlan,
  { email, password, now, locale = "en" }: { email: string; password: string; now: Date; locale?: "en" | "es" },
): Promise<Account> {
  const { name, zone, country: defaultCountry } = plan;
  const { accountId } = await createAccount({ email, password, name, zone, defaultCountry, locale });
  const scope = await scopeOfWorker(accountId);
  const gateway = await db.transaction(async (tx) => (await chooseGateways(tx, scope))(""));
  return { plan, accountId, gatewayId: gateway.id, now, serial: 0 };
}

async function isEmpty(): Promise<boolean> {
  const { rows } = await pool().query<{ empty: boolean }>("select not exists (select from messages) as empty");
  return rows[0]!.empty;
}

const slug = (seed: string) => seed.toLowerCase().replace(/[^a-z0-9]+/g, "-") || "seed";
