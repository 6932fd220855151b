import { setImmediate as breathe } from "node:timers/promises";
import { db } from "@/db";
import { nameOf } from "@/lib/api/send-request";
import { demand, type Scope } from "@/lib/auth/scope";
import { blacklisted } from "@/lib/blacklist/blacklisted";
import { countReached } from "@/lib/campaigns/reached";
import { loadPrices } from "@/lib/credits/prices";
import { FieldError } from "@/lib/fields";
import { getGroup } from "@/lib/groups/queries";
import { type Draft, draftsOf } from "@/lib/ingest/drafts";
import { MOST_MESSAGES } from "@/lib/ingest/limits";
import type { Sending } from "@/lib/ingest/sending";
import { decimal } from "@/lib/messages/change";
import { placeholdersOf, renderTemplate } from "@/lib/messages/template";
import type { Composed } from "./composed";
import { dueOf } from "./due";
import { membersFor, type Recipient, reachedFor } from "./recipients";

/** As many as an account of the reference product sends a day. */
export const MOST_RECIPIENTS = 100_000;
const SAMPLES = 3;

/** What a sending would be, reckoned by the rules that acceptance has; nothing is kept. Credits are a decimal text. */
export type Plan = {
  recipients: number;
  /** Who gets nothing, and why. */
  leftOut: { blacklist: number; format: number; duplicates: number };
  segments: number;
  credits: string;
  /** Messages by how many segments they need. */
  lengths: { segments: number; encoding: "gsm7" | "ucs2"; messages: number }[];
  /** The first texts as they would be sent. */
  samples: { to: string; text: string }[];
  /** %placeholders% that neither the contact nor its extra fields have. */
  unknown: string[];
};

/**
 * @param known the keys of the account's extra fields.
 * @throws FieldError (group: no-members, too-many · text: too-long · at: in-the-past, too-far-ahead) · AppError not-found, invalid.
 */
export async function planSending(
  scope: Scope,
  composed: Composed,
  known: readonly string[],
  now: Date,
): Promise<Plan> {
  demand(scope, "send");
  if (composed.at !== null) await dueOf(scope, composed.at, now);
  const priceOf = await loadPrices(scope);
  const plan = { recipients: 0, blacklist: 0, format: 0, duplicates: 0, segments: 0, credits: 0n };
  const lengths = new Map<string, Plan["lengths"][number]>();
  const samples: Plan["samples"] = [];
  const seen = new Set<string>();
  // An account without an anti-duplicate window sends, and pays for, each time a number stands there.
  const once = scope.account.duplicateMinutes > 0;
  for await (const messages of sendingsOf(scope, composed, "plan")) {
    const drafts = draftsOf(scope, messages, now);
    const black = await blacklistedAmong(scope, drafts);
    for (const draft of drafts) {
      if (draft.status === "rejected") plan.format++;
      else if (black.has(draft.msisdn)) plan.blacklist++;
      else if (once && seen.has(draft.msisdn)) plan.duplicates++;
      else {
        seen.add(draft.msisdn);
        const { segments, encoding } = draft.segmentation;
        const name = `${segments}${encoding}`;
        const sum = lengths.get(name) ?? { segments, encoding, messages: 0 };
        lengths.set(name, { ...sum, messages: sum.messages + 1 });
        plan.recipients++;
        plan.segments += segments;
        plan.credits += BigInt(segments) * priceOf(draft.msisdn);
        if (samples.length < SAMPLES)
          samples.push({ to: draft.msisdn, text: renderTemplate(draft.text, draft.parameters) });
      }
    }
    await breathe(); // a large group takes a second of computing; others are served in between
  }
  const { recipients, blacklist, format, duplicates, segments, credits } = plan;
  return {
    ...{ recipients, leftOut: { blacklist, format, duplicates }, segments, credits: decimal(credits) },
    lengths: [...lengths.values()].sort((one, other) => one.segments - other.segments),
    ...{ samples, unknown: unknownIn(composed, known) },
  };
}

const blacklistedAmong = (scope: Scope, drafts: readonly Draft[]) =>
  db.transaction((tx) =>
    blacklisted(
      tx,
      scope,
      drafts.map(({ msisdn }) => msisdn),
    ),
  );

/** Typed numbers have no name and no fields. */
function unknownIn({ text, to }: Composed, known: readonly string[]): string[] {
  const has = "numbers" in to ? ["unsubscribe"] : ["name", "unsubscribe", ...known];
  return placeholdersOf(text).filter((each) => !has.includes(each));
}

/**
 * The sendings that a composed one is made of, each as large as one may be; they share a campaign by their subid.
 * @throws FieldError (group: no-members, too-many) · AppError not-found.
 */
export async function* sendingsOf(scope: Scope, composed: Composed, subid: string): AsyncGenerator<Sending> {
  const recipients = await countRecipients(scope, composed);
  const { actor } = scope;
  const userId = actor.kind === "user" ? actor.userId : null;
  const campaign = recipients > 1 ? { name: composed.name || nameOf(composed.text), recipients, userId } : null;
  for await (const batch of batchesOf(scope, composed))
    yield {
      ...{ origin: "web", subid, label: composed.label, campaign, test: false, allowDuplicates: false },
      validityMinutes: null,
      ...(composed.shortLinks ? { shortLinks: "all" as const } : {}),
      messages: batch.map(({ to, parameters }) => ({
        ...{ to, parameters, text: composed.text, sender: composed.sender, ucs2: false, reference: null },
      })),
    };
}

async function countRecipients(scope: Scope, { to }: Composed): Promise<number> {
  const count = await countOf(scope, to);
  if (count === 0) throw new FieldError({ group: "no-members" });
  if (count > MOST_RECIPIENTS) throw new FieldError({ group: "too-many-members" });
  return count;
}

async function countOf(scope: Scope, to: Composed["to"]): Promise<number> {
  if ("group" in to) return (await getGroup(scope, to.group)).members;
  return "campaign" in to ? countReached(scope, to) : to.numbers.length;
}

async function* batchesOf(scope: Scope, { to, text }: Composed): AsyncGenerator<Recipient[]> {
  if ("group" in to) yield* membersFor(scope, to.group, placeholdersOf(text));
  else if ("campaign" in to) yield* reachedFor(scope, to, placeholdersOf(text));
  else
    for (let at = 0; at < to.numbers.length; at += MOST_MESSAGES)
      yield to.numbers.slice(at, at + MOST_MESSAGES).map((number) => ({ to: number, parameters: null }));
}
