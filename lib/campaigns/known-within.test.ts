import { expect, test } from "vitest";
import { knownWithin } from "./known-within";

const sentAt = new Date("2026-03-02T10:00:00Z");
const after = (minutes: number) => new Date(sentAt.getTime() + minutes * 60_000);
const curve = [
  { hours: 0.25, delivered: 8, clicked: 0 },
  { hours: 0.5, delivered: 9, clicked: 1 },
];

test("a curve that has ended stays where it was", () => {
  expect(knownWithin(curve, 0.25, sentAt, after(3_000))).toMatchObject({ delivered: 8, clicked: 0 });
  expect(knownWithin(curve, 24, sentAt, after(3_000))).toMatchObject({ delivered: 9, clicked: 1 });
  expect(knownWithin([], 24, sentAt, after(3_000))).toEqual({ delivered: 0, clicked: 0 });
});

test("what lies ahead of a campaign is not told as if it had been", () => {
  expect(knownWithin(curve, 0.5, sentAt, after(20))).toMatchObject({ delivered: 9, clicked: 1 });
  expect(knownWithin(curve, 1, sentAt, after(20))).toBeNull();
  expect(knownWithin([], 0.25, sentAt, after(3))).toBeNull();
  expect(knownWithin(curve, 1, sentAt, after(60))).toMatchObject({ delivered: 9 });
});
