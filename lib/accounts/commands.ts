import { eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "@/db";
import { accounts, users } from "@/db/schema";
import { logAction, logFor } from "@/lib/auth/audit";
import { hashPassword, newPassword } from "@/lib/auth/password";
import { isEmpty } from "@/lib/auth/person";
import { demand, type Scope } from "@/lib/auth/scope";
import { FieldError, readFields } from "@/lib/fields";
import { isSender } from "@/lib/messages/sender";
import { LOCALES } from "@/lib/texts";
import { emailAddress, personName } from "@/lib/users/email";
import { isCountry } from "./countries";
import { isZone } from "./zone";

const shared = {
  /** IANA name. */
  zone: z.string("required").trim().min(1, "required"),
  /** ISO 3166 alpha-2; null or empty: numbers need their country code. */
  defaultCountry: z
    .string()
    .trim()
    .toUpperCase()
    .refine((code) => code === "" || isCountry(code), "unknown-country")
    .transform((code) => code || null)
    .nullish(),
};

export const newAccount = z.object({
  ...shared,
  email: emailAddress,
  password: newPassword,
  /** The account's. */
  name: personName,
  /** Absent: the owner is called as the account, until he says otherwise. */
  ownerName: personName.optional(),
  locale: z.enum(LOCALES, "unknown-language").default("en"),
  platformAdmin: z.boolean().optional(),
});

/** As a form or a terminal gives it. `platformAdmin` absent: only the first person ever is one. */
export type NewAccount = Omit<z.input<typeof newAccount>, "locale"> & { locale?: string };
export type Created = { accountId: number; userId: number };

/**
 * An account and its owner.
 * @throws FieldError (zone, defaultCountry, email, password, name, locale); a known e-mail is a conflict.
 */
export async function createAccount(given: NewAccount): Promise<Created> {
  const ready = await prepareAccount(given);
  return db.transaction((tx) => createPrepared(tx, ready));
}

type Prepared = z.output<typeof newAccount> & { passwordHash: string };

/** What takes long is done before the transaction. */
export async function prepareAccount(
  given: NewAccount,
  form: z.ZodType<z.output<typeof newAccount>> = newAccount,
): Promise<Prepared> {
  const read = readFields(form, given);
  await checkZone(read.zone);
  return { ...read, passwordHash: await hashPassword(read.password) };
}

/** @param by the administrator who makes it; null: its owner, or somebody at the terminal. */
export async function createPrepared(tx: Transaction, ready: Prepared, by: number | null = null): Promise<Created> {
  const { name, zone, defaultCountry, email, passwordHash, locale } = ready;
  const platformAdmin = ready.platformAdmin ?? (await isEmpty(tx));
  const [account] = await tx.insert(accounts).values({ name, zone, defaultCountry }).returning({ id: accounts.id });
  const accountId = account!.id;
  const [owner] = await tx
    .insert(users)
    .values({ accountId, role: "owner", email, name: ready.ownerName ?? name, passwordHash, platformAdmin, locale })
    .onConflictDoNothing()
    .returning({ id: users.id });
  if (!owner) throw new FieldError({ email: "email-taken" }, "conflict");
  await logAction(tx, { accountId, userId: by ?? owner.id }, "account-created", { name });
  return { accountId, userId: owner.id };
}

/** A number as it was typed: an emptied field is not a zero. */
const written = z.coerce.string().trim().min(1, "required");

const accountForm = z.object({
  ...shared,
  name: personName,
  defaultSender: z.string("required").trim().refine(isSender, "not-a-sender"),
  /** 0: repeated texts are sent. */
  duplicateMinutes: written
    .transform(Number)
    .pipe(z.number("not-a-number").int("not-a-number").min(0, "out-of-range").max(10_080, "out-of-range")),
  /** Whole minutes are kept: half an hour is 0.5, also written with a comma. */
  validityHours: written
    .transform((hours) => Math.round(Number(hours.replace(",", ".")) * 60))
    .pipe(z.number("not-a-number").min(5, "out-of-range").max(10_080, "out-of-range")),
  /** The compatible API tells errors with HTTP 200, as some old clients need. */
  compatAlways200: z.boolean(),
  /** Visitors' addresses are kept whole from now on; those kept before stay as they are. */
  wholeAddresses: z.boolean(),
});

export type AccountForm = {
  name: string;
  zone: string;
  defaultCountry: string | null;
  defaultSender: string;
  duplicateMinutes: string | number;
  validityHours: string | number;
  compatAlways200: boolean;
  wholeAddresses: boolean;
};

/**
 * A changed zone cuts days anew from the next question on: out of the rows, until the worker has made the counts again.
 * @throws FieldError · AppError forbidden.
 */
export async function updateAccount(scope: Scope, given: AccountForm): Promise<void> {
  demand(scope, "own");
  const read = readFields(accountForm, given);
  await checkZone(read.zone);
  await db.transaction(async (tx) => {
    const mine = eq(accounts.id, scope.accountId);
    const [before] = await tx.select().from(accounts).where(mine).for("update");
    const { validityHours: validityMinutes, defaultCountry = null, ...rest } = read;
    const after = { ...rest, defaultCountry, validityMinutes };
    const changed = Object.entries(after).filter(([key, value]) => before![key as keyof typeof after] !== value);
    if (changed.length === 0) return;
    await tx.update(accounts).set(after).where(mine);
    await logFor(tx, scope, "account-changed", Object.fromEntries(changed));
  });
}

async function checkZone(zone: string): Promise<void> {
  if (!(await isZone(zone))) throw new FieldError({ zone: "unknown-zone" });
}
