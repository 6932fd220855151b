import { describe, expect, test } from "vitest";
import { formatsOf } from "./format";

const now = new Date("2026-11-23T09:00:00Z");
const english = formatsOf({ locale: "en", formats: "en-GB", zone: "Europe/Madrid" }, now);
const spanish = formatsOf({ locale: "es", formats: "es-ES", zone: "Europe/Madrid" }, now);

describe("credits", () => {
  test("have two places, or as many as they need up to four", () => {
    expect(["0.8000", "2.4050", "12480.5000", "0.0001"].map(english.decimal)).toEqual([
      "0.80",
      "2.405",
      "12,480.50",
      "0.0001",
    ]);
  });
  test("are exact beyond what a float holds", () => {
    expect(english.decimal("123456789012345678.1234")).toBe("123,456,789,012,345,678.1234");
  });
  test("follow the reader's formats, whatever the language", () => {
    expect(formatsOf({ locale: "en", formats: "de-DE", zone: "UTC" }).decimal("12480.5000")).toBe("12.480,50");
  });
});

describe("a time", () => {
  test("is told in the account's zone, without the year while it is this one", () => {
    expect(english.time(new Date("2026-11-22T08:00:14Z"))).toBe("22 Nov 09:00:14");
    expect(english.time(new Date("2025-12-31T22:59:59Z"))).toBe("31 Dec 2025 23:59:59");
  });
  test("belongs to the year of the zone, not of the server", () => {
    expect(english.time(new Date("2025-12-31T23:30:00Z"))).toBe("1 Jan 00:30:00");
  });
  test("has its month in the reader's language, whatever the formats", () => {
    expect(formatsOf({ locale: "es", formats: "en-US", zone: "UTC" }, now).day(now)).toBe("23 nov");
  });
  test("beside one of the same day is its clock alone", () => {
    const sent = new Date("2026-11-22T22:59:00Z");
    expect(english.timeBeside(sent, new Date("2026-11-22T22:59:30Z"))).toBe("23:59:30");
    expect(english.timeBeside(sent, new Date("2026-11-22T23:00:30Z"))).toBe("23 Nov 00:00:30");
  });
});

describe("a share", () => {
  test("is 0 % only of nothing and 100 % only of all", () => {
    const shares = [
      [0, 100_000],
      [1, 100_000],
      [935, 1000],
      [99_999, 100_000],
      [7, 7],
      [0, 0],
    ] as const;
    expect(shares.map(([part, whole]) => english.percent(part, whole))).toEqual([
      "0.0%",
      "< 0.1%",
      "93.5%",
      "99.9%",
      "100.0%",
      "0.0%",
    ]);
  });
});

test("countries are named in the reader's language, and by their code where there is no name", () => {
  expect([english.country("ES"), spanish.country("ES"), spanish.country("QX")]).toEqual(["Spain", "España", "QX"]);
});

test.each([
  [0, "0 secs", "0 s"],
  [400, "0.4 secs", "0,4 s"],
  [5_000, "5 secs", "5 s"],
  [9_960, "10 secs", "10 s"],
  [59_700, "1 min", "1 min"],
  [185_000, "3 mins 5 secs", "3 min 5 s"],
  [3_600_000, "1 hr", "1 h"],
  [187_200_000, "2 days 4 hrs", "2 d 4 h"],
])("%s milliseconds are written in their two largest units", (ms, english, spanish) => {
  const zone = "Europe/Madrid";
  expect(formatsOf({ locale: "en", formats: "en-GB", zone }).duration(ms)).toBe(english);
  expect(formatsOf({ locale: "es", formats: "es-ES", zone }).duration(ms)).toBe(spanish);
});
