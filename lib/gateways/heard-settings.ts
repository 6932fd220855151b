import { z } from "zod";
import { db } from "@/db";
import { logFor } from "@/lib/auth/audit";
import { demand, type Scope } from "@/lib/auth/scope";
import { notFound } from "@/lib/errors";
import { FieldError, readFields } from "@/lib/fields";
import { addGateway } from "./add-gateway";
import { change, names } from "./commands";
import { type GenericConfig, genericConfig } from "./generic/config";
import { type TriedOut, tryOut } from "./generic/try-out";
import { findGateway, listGateways } from "./queries";
import { readSettings } from "./read-settings";
import { withKeptSecrets } from "./secrets";

/* The settings of gateways that we only hear, and of the simulated network. Those of Kannel are in `commands.ts`. */

/**
 * @param given.config as its receiver's schema asks for; a secret that is left empty stays as it is.
 * @throws FieldError (name, the fields of the kind by their paths) · AppError not-found.
 */
export async function updateHeard(
  scope: Scope,
  id: number,
  given: { name: string; config: Record<string, unknown> },
): Promise<void> {
  demand(scope, "manage");
  const { name } = readFields(names, given);
  await change(scope, id, async (_, { kind, config }) => {
    if (kind === "kannel" || kind === "simulator") throw notFound("Gateway");
    return { columns: { name, config: readSettings(kind, withKeptSecrets(kind, given.config, config)) }, told: {} };
  });
}

/** Longer than any one call of a gateway that is worth an example. */
const LONGEST_EXAMPLE = 100_000;

/**
 * What would be made of an example; nothing is changed. The error table of the gateway counts, where it is one already.
 * @throws FieldError (example, the fields of the settings) · AppError not-found.
 */
export async function tryGeneric(
  scope: Scope,
  id: number | null,
  given: { config: Record<string, unknown>; example: string },
  now: Date,
): Promise<TriedOut> {
  demand(scope, "manage");
  const gateway = id === null ? null : await findGateway(scope, id);
  if (id !== null && gateway?.kind !== "generic") throw notFound("Gateway");
  const config = readFields(genericConfig, given.config) satisfies GenericConfig;
  const example = given.example.trim();
  if (example === "") throw new FieldError({ example: "required" });
  if (example.length > LONGEST_EXAMPLE) throw new FieldError({ example: "too-long" });
  return tryOut(config, example, { errors: gateway?.errors ?? {}, now });
}

const number = (least: number, most: number) =>
  z
    .union([z.string(), z.number()])
    .transform((written) => String(written).trim().replace(",", "."))
    .transform((written) => (written === "" ? Number.NaN : Number(written)))
    .pipe(z.number("not-a-decimal").min(least, "out-of-range").max(most, "out-of-range"));

/** As the simulated network reads them (`simulator/network.ts`), out of a form. */
const simulatorForm = z.object({
  seed: z.string().trim().min(1, "required").max(50, "too-long"),
  speed: number(0.1, 1000),
  failures: number(0, 10),
});

/** Makes the simulated network where the account has none yet. @throws FieldError (seed, speed, failures). */
export async function saveSimulator(
  scope: Scope,
  given: Record<"seed" | "speed" | "failures", string | number>,
): Promise<void> {
  demand(scope, "manage");
  const config = readFields(simulatorForm, given);
  const made = (await listGateways(scope)).find(({ kind }) => kind === "simulator");
  if (made) return change(scope, made.id, async () => ({ columns: { config }, told: config }));
  await db.transaction(async (tx) => {
    await addGateway(tx, scope, { kind: "simulator", name: "Simulator", config, errors: {} });
    await logFor(tx, scope, "gateway-added", { gateway: "Simulator", ...config });
  });
}
