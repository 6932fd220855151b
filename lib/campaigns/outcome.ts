import { REASONS, type Reason } from "@/lib/messages/reasons";

/* What happened to a recipient of a campaign, as the next sending chooses among them. Pure. */

export const OUTCOMES = ["failed", "delivered", "clicked", "not-clicked"] as const;
/** `not-clicked`: delivered, and no person clicked · `reason:…`: failed, and why. */
export type Outcome = (typeof OUTCOMES)[number] | `reason:${Reason}`;

export const ofReason = (reason: Reason): Outcome => `reason:${reason}`;
export const reasonOf = (outcome: Outcome): Reason | null =>
  outcome.startsWith("reason:") ? (outcome.slice("reason:".length) as Reason) : null;

/** null: it is none. */
export const readOutcome = (written: string): Outcome | null =>
  OUTCOMES.find((each) => each === written) ?? REASONS.map(ofReason).find((each) => each === written) ?? null;

/** Recipients of a campaign to whom the same happened. */
export type Reached = { campaign: number; outcome: Outcome };
