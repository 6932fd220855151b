import { demand, type Scope } from "@/lib/auth/scope";
import { listFields } from "@/lib/contacts/fields";
import { findAvailable } from "@/lib/credits/queries";
import { AppError } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { acceptMessages, newSubid } from "@/lib/ingest/accept-messages";
import { scheduleAll } from "@/lib/ingest/scheduled-sendings";
import type { Sending } from "@/lib/ingest/sending";
import { tenThousandths } from "@/lib/messages/change";
import type { Composed } from "./composed";
import { dueOf } from "./due";
import { type Plan, planSending, sendingsOf } from "./plan";

/** Sendings beyond this many go out by the worker, so that nobody waits at a page for them. */
const AT_ONCE = 1;

/**
 * Sends, or keeps for its time, what was shown: `seen` is what the person confirmed.
 *
 * @returns the campaign it became, null of a single message; `waits`: the worker sends it, now or at its time.
 * @throws FieldError (as the plan; at: in-the-past, too-far-ahead) · AppError conflict (key `plan-changed`), when it would be something
 *   else now than what was shown · no-credit.
 */
export async function send(
  scope: Scope,
  composed: Composed,
  seen: Pick<Plan, "recipients" | "credits">,
  now: Date,
): Promise<{ campaignId: number | null; waits: boolean }> {
  demand(scope, "send");
  const fields = await listFields(scope);
  const plan = await planSending(
    scope,
    composed,
    fields.map(({ key }) => key),
    now,
  );
  if (plan.recipients !== seen.recipients || plan.credits !== seen.credits)
    throw new AppError("conflict", "It would be something else now than what was shown.", "plan-changed");
  if (plan.recipients === 0) throw new FieldError({ group: "no-members" });
  // Each of several sendings reserves by itself: what could be sent in part only is refused whole.
  if (scope.account.creditControl && tenThousandths(await findAvailable(scope)) < tenThousandths(plan.credits))
    throw new AppError("no-credit", "The balance does not cover this sending.");
  const subid = newSubid();
  const sendings: Sending[] = [];
  for await (const sending of sendingsOf(scope, composed, subid)) sendings.push(sending);
  if (composed.at === null && sendings.length <= AT_ONCE) {
    const { campaignId } = await acceptMessages(scope, sendings[0]!, now);
    return { campaignId, waits: false };
  }
  const dueAt = composed.at === null ? new Date(now.getTime() + 1) : await dueOf(scope, composed.at, now);
  await scheduleAll(scope, subid, sendings, dueAt, now);
  return { campaignId: null, waits: true };
}

/** The text to one number, as it would come to the others; it may be sent again and again. @throws AppError no-credit. */
export async function sendTest(scope: Scope, composed: Composed, to: string, now: Date): Promise<void> {
  demand(scope, "send");
  if (to.trim() === "") throw new FieldError({ testTo: "required" });
  for await (const sending of sendingsOf(scope, composed, newSubid())) {
    const [first] = sending.messages;
    const message = { ...first!, to };
    const { messages } = await acceptMessages(
      scope,
      { ...sending, campaign: null, allowDuplicates: true, messages: [message] },
      now,
    );
    const { status, reason } = messages[0]!;
    if (status === "rejected")
      throw new FieldError({ testTo: reason === "blacklist" ? "on-the-blacklist" : "not-a-phone" });
    return;
  }
}
