import { expect, test } from "vitest";
import { problem } from "@/lib/http";
import { rateHeaders, TooManyRequests, takeRequest } from "./rate-limit";
import { type AccountFacts, makeScope, type Scope } from "./scope";

const account = { id: 1, zone: "UTC" } as AccountFacts;
let keys = 1_000_000;
const keyOf = (perMinute: number | null): Scope =>
  makeScope(account, { kind: "key", keyId: keys++, scopes: ["read"], perMinute });
const NOW = 1_800_000_000_000;

test("a key asks so often a minute, and is told how much is left and when it begins anew", () => {
  const scope = keyOf(3);
  const left = () => Object.values(rateHeaders(scope, NOW + 20_000));
  for (const remaining of ["2", "1", "0"]) {
    takeRequest(scope, NOW);
    expect(left()).toEqual(["3", remaining, "40"]);
  }
  expect(() => takeRequest(scope, NOW + 20_000)).toThrow(TooManyRequests);
  expect(() => takeRequest(scope, NOW + 59_999)).toThrow(TooManyRequests);
  takeRequest(scope, NOW + 60_000);
  expect(rateHeaders(scope, NOW + 60_000)).toMatchObject({ "ratelimit-remaining": "2" });
});

test("a clock that is put back refuses nobody for as long as that", () => {
  const scope = keyOf(1);
  takeRequest(scope, NOW);
  takeRequest(scope, NOW - 3_600_000);
  expect(() => takeRequest(scope, NOW - 3_600_000)).toThrow(TooManyRequests);
});

test("a refusal is 429 with the time to wait, and leaves other keys alone", () => {
  const [busy, other] = [keyOf(1), keyOf(1)];
  takeRequest(busy, NOW);
  try {
    takeRequest(busy, NOW + 1_000);
    expect.fail("it was taken");
  } catch (error) {
    const { status, headers } = problem(error);
    expect(status).toBe(429);
    expect(headers).toMatchObject({
      ...{ "retry-after": "59", "ratelimit-limit": "1", "ratelimit-remaining": "0", "ratelimit-reset": "59" },
      "content-type": "application/problem+json; charset=utf-8",
    });
  }
  takeRequest(other, NOW + 1_000);
});

test("0 is no bound, and without one of its own a key has the installation's", () => {
  const free = keyOf(0);
  for (let i = 0; i < 100; i++) takeRequest(free, NOW);
  expect(rateHeaders(free, NOW)).toEqual({});
  expect(rateHeaders(keyOf(null), NOW)).toMatchObject({ "ratelimit-limit": "60000" });
  expect(rateHeaders(makeScope(account, { kind: "worker" }), NOW)).toEqual({});
});
