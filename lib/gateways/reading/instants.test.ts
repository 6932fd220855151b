import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { believable, readInstant, readSmppDate, readUnixTime, zoneSetting } from "./instants";

const iso = (date: Date | null) => date?.toISOString() ?? null;

describe("a time with its offset is read exactly, wherever the server stands", () => {
  test.each([
    ["2019-11-09T16:00:03.000+0000", "2019-11-09T16:00:03.000Z"],
    ["2019-11-09T16:00:03.123456+0530", "2019-11-09T10:30:03.123Z"],
    ["2019-11-09T16:00:03.5-03:00", "2019-11-09T19:00:03.500Z"],
    ["2019-11-09T16:00:03+02", "2019-11-09T14:00:03.000Z"],
    ["2019-11-09 16:00Z", "2019-11-09T16:00:00.000Z"],
    ["2025-01-13T09:22:00z", "2025-01-13T09:22:00.000Z"],
    ["2026-11-23 12:00:01 +0000", "2026-11-23T12:00:01.000Z"],
  ])("%s", (text, expected) => {
    expect(iso(readInstant(text))).toBe(expected);
    expect(iso(readInstant(text, "Asia/Tokyo"))).toBe(expected);
  });
});

describe("a time without an offset is local time of the gateway's zone", () => {
  test.each([
    ["2026-02-26 12:00:00", "UTC", "2026-02-26T12:00:00.000Z"],
    ["2026-02-26 12:00:00", "Europe/Madrid", "2026-02-26T11:00:00.000Z"],
    ["2026-07-26 12:00:00", "Europe/Madrid", "2026-07-26T10:00:00.000Z"],
    ["2026-02-26 12:00:00", "Asia/Kolkata", "2026-02-26T06:30:00.000Z"],
    ["2026-02-26 12:00:00", "Pacific/Chatham", "2026-02-25T22:15:00.000Z"],
    ["2026-10-25 02:30:00", "Europe/Madrid", "2026-10-25T00:30:00.000Z"], // comes twice: the first
    ["2026-03-29 02:30:00", "Europe/Madrid", "2026-03-29T01:30:00.000Z"], // never comes: as before the change
  ])("%s in %s", (text, zone, expected) => expect(iso(readInstant(text, zone))).toBe(expected));

  test("and tells nothing without one", () => {
    expect(readInstant("2026-02-26 12:00:00")).toBeNull();
    expect(readSmppDate("2611231201", undefined)).toBeNull();
  });

  test("whatever the zone shows, reading it finds that instant or, of an hour that comes twice, the first", () => {
    const zones = ["UTC", "Europe/Madrid", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"];
    const instants = fc.date({
      min: new Date("2010-01-01T00:00:00Z"),
      max: new Date("2037-01-01T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, at) => {
        const options = { timeZone: zone, dateStyle: "short", timeStyle: "medium" } as const;
        const shown = (date: Date) => new Intl.DateTimeFormat("sv-SE", options).format(date);
        const read = readInstant(shown(at), zone)!;
        expect(shown(read)).toBe(shown(at));
        expect(read.getTime()).toBeLessThanOrEqual(at.getTime());
        expect(at.getTime() - read.getTime()).toBeLessThan(3_600_000 + 1_000);
      }),
      { numRuns: 2000 },
    );
  });
});

test("dates of SMPP have ten or twelve digits", () => {
  expect(iso(readSmppDate("2611231201", "UTC"))).toBe("2026-11-23T12:01:00.000Z");
  expect(iso(readSmppDate("261123120107", "Europe/Madrid"))).toBe("2026-11-23T11:01:07.000Z");
  for (const text of ["", "ND", "26112312", "2613231201", "2602301201", "2611232401", "26112312010"])
    expect([text, readSmppDate(text, "UTC")]).toEqual([text, null]);
});

test("seconds and milliseconds since 1970 are told apart by their digits", () => {
  expect(iso(readUnixTime("1795449007"))).toBe("2026-11-23T15:50:07.000Z");
  expect(iso(readUnixTime("1795449007123"))).toBe("2026-11-23T15:50:07.123Z");
  for (const text of ["", "0", "0795449007", "17954490071", "1e9", "-1795449007"])
    expect([text, readUnixTime(text)]).toEqual([text, null]);
});

test("what no calendar or clock has is no time", () => {
  for (const text of [
    "",
    "now",
    "2026-02-30 12:00:00",
    "2026-13-01 12:00:00",
    "2026-02-26 24:00:00",
    "2026-02-26 12:60:00",
    "0026-02-26 12:00:00",
    "2026-02-26",
    "26-02-26 12:00:00",
    "2026-02-26 12:00:00 CET",
  ])
    expect([text, readInstant(text, "UTC")]).toEqual([text, null]);
});

test("a clock may run a day ahead of ours, not more", () => {
  const now = new Date("2026-11-23T12:00:00Z");
  const after = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  expect(believable(after(24), now)).toEqual(after(24));
  expect(believable(after(-2400), now)).toEqual(after(-2400));
  expect(believable(after(25), now)).toBeNull();
  expect(believable(null, now)).toBeNull();
});

test("a zone is one that the clocks know by name", () => {
  for (const zone of ["UTC", "Europe/Madrid", "Asia/Kolkata"]) expect(zoneSetting.parse(zone)).toBe(zone);
  for (const zone of ["", "Madrid", "Europe/Nowhere", "+02:00", 2, null])
    expect(zoneSetting.safeParse(zone)).toMatchObject({
      success: false,
      error: { issues: [{ message: "unknown-zone" }] },
    });
});
