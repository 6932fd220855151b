import { expect, test } from "vitest";
import { addressOf, readQuestion } from "./question";

test("a place in the list is read back; one that no list has is told", () => {
  const after = { at: new Date("2026-11-23T09:00:00.123Z"), msisdn: "34600111222" };
  const written = new URL(addressOf({ after }), "http://localhost").searchParams.get("after")!;
  expect(readQuestion({ after: written }).query.after).toEqual(after);
  // Of a year that Postgres does not read.
  expect(readQuestion({ after: "zzzzzzzzzz_1" }).unreadable).toEqual(["after"]);
});
