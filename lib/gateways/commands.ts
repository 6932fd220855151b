import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "@/db";
import { gateways } from "@/db/schema";
import { logFor } from "@/lib/auth/audit";
import { demand, type Scope } from "@/lib/auth/scope";
import { AppError, notFound } from "@/lib/errors";
import { FieldError, readFields } from "@/lib/fields";
import { REASONS } from "@/lib/messages/reasons";
import { addGateway } from "./add-gateway";
import { requestTask } from "./alone";
import type { Gateway } from "./choose-gateway";
import { ERROR_PRESETS, type ErrorPreset } from "./error-presets";
import { reasonOfCode } from "./error-table";
import type { ErrorTable } from "./gateway";
import { type KannelConfig, kannelConfig } from "./kannel/config";
import { type Probe, probeKannel } from "./kannel/probe";
import { readSettings } from "./read-settings";
import { RECEIVED_KINDS } from "./receivers";

const MOST = 50;
const MOST_CODES = 500;
const MOST_PER_SECOND = 5_000;

/** Empty: as fast as it takes them. */
const paces = z.object({
  perSecond: z
    .union([z.string(), z.number()])
    .default("")
    .transform((written) => String(written).trim())
    .refine((written) => /^(?:\d{1,4})?$/.test(written), "not-a-number")
    .transform((written) => (written === "" ? null : Number(written)))
    .refine((number) => number === null || (number >= 1 && number <= MOST_PER_SECOND), "out-of-range"),
});
export const names = z.object({ name: z.string("required").trim().min(1, "required").max(80, "too-long") });
const kinds = z.object({ kind: z.enum(RECEIVED_KINDS, "unknown-kind") });
const presets = z.object({ preset: z.enum(Object.keys(ERROR_PRESETS) as ErrorPreset[], "unknown-preset") });
const errorTable = z.object({
  errors: z
    .record(z.string().trim().min(1, "required").max(40, "too-long"), z.enum(REASONS, "unknown-reason"))
    .refine((table) => Object.keys(table).length <= MOST_CODES, "too-many"),
});

/** What a form or a program gives of a Kannel. An empty SMSC is none; an empty password the one kept for that server. */
export type KannelForm = Partial<Record<keyof KannelConfig, unknown>>;

/**
 * @param given.perSecond messages a second at most, whole; empty: as fast as it takes them.
 * @param given.config a `KannelForm`; of another kind what the schema of its receiver asks for.
 * @throws FieldError (kind, name, perSecond, the fields of the kind) · AppError conflict (key `most-gateways`).
 */
export async function createGateway(
  scope: Scope,
  given: { kind: string; name: string; config: Record<string, unknown>; perSecond?: string | number },
): Promise<Gateway> {
  demand(scope, "manage");
  const { kind } = readFields(kinds, given);
  const { name } = readFields(names, given);
  const { perSecond } = readFields(paces, given);
  const config = kind === "kannel" ? readConfig(given.config, null) : readSettings(kind, given.config);
  return db.transaction(async (tx) => {
    const gateway = await addGateway(tx, scope, { kind, name, config, errors: {}, perSecond });
    if (gateway.id > MOST) throw new AppError("conflict", "Too many gateways.", "most-gateways");
    await logFor(tx, scope, "gateway-added", { gateway: name, ...addressIn(config) });
    return gateway;
  });
}

/** Only Kannel has one; of other kinds we only hear. */
const addressIn = ({ url }: { url?: unknown }): Record<string, string> => (typeof url === "string" ? { url } : {});

/** What waits for it is tried at once with the new settings. @throws as `createGateway`; AppError not-found. */
export async function updateGateway(
  scope: Scope,
  id: number,
  given: { name: string; config: KannelForm; perSecond?: string | number },
): Promise<void> {
  demand(scope, "manage");
  const { name } = readFields(names, given);
  const { perSecond } = readFields(paces, given);
  await change(scope, id, async (tx, gateway) => {
    const config = readConfig(given.config, keptConfig(gateway));
    await requestTask(tx, "dispatch", scope, id);
    const columns = { name, config, perSecond, trouble: null };
    return { columns, told: { url: config.url, ...(perSecond === null ? {} : { perSecond }) } };
  });
}

/**
 * A gateway that is off sends nothing; its receipts are recorded all the same. The simulator steps in by itself where no
 * other is on, so it has no switch.
 *
 * @throws AppError not-found · conflict (key `simulator-has-no-switch`).
 */
export async function switchGateway(scope: Scope, id: number, enabled: boolean): Promise<void> {
  demand(scope, "manage");
  await change(scope, id, async (tx, gateway) => {
    if (gateway.kind === "simulator")
      throw new AppError("conflict", "The simulator has no switch.", "simulator-has-no-switch");
    if (enabled) await requestTask(tx, "dispatch", scope, id);
    return { columns: { enabled }, told: { enabled } };
  });
}

/** @throws FieldError (errors) · AppError not-found. */
export async function setErrors(scope: Scope, id: number, table: Readonly<Record<string, string>>): Promise<void> {
  demand(scope, "manage");
  const { errors } = readFields(errorTable, { errors: table });
  await change(scope, id, async () => ({ columns: { errors }, told: { codes: Object.keys(errors).length } }));
}

/** Adds the codes of a preset that the gateway's table does not know yet. @throws FieldError (preset) · AppError not-found. */
export async function addPreset(scope: Scope, id: number, given: string): Promise<void> {
  demand(scope, "manage");
  const { preset } = readFields(presets, { preset: given });
  await change(scope, id, async (_, gateway) => {
    const kept = gateway.errors as ErrorTable;
    const added = Object.entries<string>(ERROR_PRESETS[preset]).filter(([code]) => reasonOfCode(kept, code) === null);
    return { columns: { errors: { ...kept, ...Object.fromEntries(added) } }, told: { preset } };
  });
}

/**
 * Asks a Kannel whether it would take our messages; nothing is sent.
 * @param id the gateway whose password counts when none is given; null: a new one.
 * @throws FieldError (url, username, password, smscId) · AppError not-found.
 */
export async function testGateway(scope: Scope, id: number | null, given: KannelForm): Promise<Probe> {
  demand(scope, "manage");
  const kept = id === null ? null : await lock(db, scope, id);
  return probeKannel(readConfig(given, kept && keptConfig(kept)));
}

/** Tells what one code means, from now on. @throws FieldError (code, reason, errors) · AppError not-found. */
export async function mapCode(scope: Scope, id: number, code: string, reason: string): Promise<void> {
  demand(scope, "manage");
  await change(scope, id, async (_, gateway) => {
    const { errors } = readFields(errorTable, { errors: { ...gateway.errors, [code]: reason } });
    return { columns: { errors }, told: { code, reason } };
  });
}

type Changed = {
  columns: Partial<Pick<Gateway, "name" | "config" | "enabled" | "errors" | "trouble" | "perSecond">>;
  /** What the log says of it, beside the gateway's name. */
  told: Record<string, string | number | boolean>;
};

/** Changes a gateway under its lock, and logs it. @throws AppError not-found; whatever `decide` throws. */
export async function change(
  scope: Scope,
  id: number,
  decide: (tx: Transaction, gateway: Gateway) => Promise<Changed>,
): Promise<void> {
  await db.transaction(async (tx) => {
    const gateway = await lock(tx, scope, id);
    const { columns, told } = await decide(tx, gateway);
    await tx.update(gateways).set(columns).where(mine(scope, id));
    await logFor(tx, scope, "gateway-changed", { gateway: gateway.name, ...told });
  });
}

async function lock(tx: Transaction | typeof db, scope: Scope, id: number): Promise<Gateway> {
  const [gateway] = await tx.select().from(gateways).where(mine(scope, id)).for("update");
  if (!gateway) throw notFound("Gateway");
  return gateway;
}

const mine = (scope: Scope, id: number) => and(eq(gateways.accountId, scope.accountId), eq(gateways.id, id));

function keptConfig(gateway: Gateway): KannelConfig {
  if (gateway.kind !== "kannel") throw notFound("Gateway");
  return kannelConfig.parse(gateway.config);
}

function readConfig(given: KannelForm, kept: KannelConfig | null): KannelConfig {
  const read = kannelConfig.safeParse({
    ...given,
    password: given.password || (kept && sameServer(kept.url, given.url) ? kept.password : undefined),
    smscId: given.smscId || undefined,
  });
  if (read.success) return read.data;
  throw new FieldError(Object.fromEntries(read.error.issues.map((issue) => [issue.path.join("."), faultOf(issue)])));
}

/** A password that nobody can read must not be sent to wherever somebody points the address. */
function sameServer(kept: string, given: unknown): boolean {
  return typeof given === "string" && URL.canParse(given) && new URL(given).origin === new URL(kept).origin;
}

function faultOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "too_big") return "too-long";
  return issue.code === "invalid_format" ? "not-an-address" : "required";
}
