import type { CurvePoint } from "./detail";

type Known = Pick<CurvePoint, "delivered" | "clicked">;

/**
 * What a campaign had come to so many hours after it was sent. Where its curve has ended nothing was added since: it
 * stays where it was, as far as time has come.
 * @returns null: that lies ahead of it.
 */
export function knownWithin(curve: readonly CurvePoint[], hours: number, sentAt: Date, now: Date): Known | null {
  const last = curve.filter((point) => point.hours <= hours).at(-1);
  if (last?.hours !== hours && sentAt.getTime() + hours * 3_600_000 > now.getTime()) return null;
  return last ?? { delivered: 0, clicked: 0 };
}
