import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageDataset } from "@/lib/messages/dataset";
import { columnsOf, defineDataset, readQuery, SIZES, withFilter, writeQuery } from "./dataset";

const clock = { now: new Date("2026-03-28T23:30:00Z"), zone: "Europe/Madrid" }; // already the 29th there
const read = (search: string) => readQuery(messageDataset, new URLSearchParams(search), clock);

const day = fc
  .integer({ min: 0, max: 3000 })
  .map((days) => new Date(Date.UTC(2022, 0, 1 + days)).toISOString().slice(0, 10));
const word = fc
  .string({ minLength: 1, maxLength: 11, unit: "grapheme" })
  .filter((text) => text.trim() === text && text.length <= 11 && !text.includes("\0"));
const options = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const search = fc
  .record(
    {
      period: fc.oneof(
        fc.constantFrom("today", "last30", "this-month", "last-year"),
        day.map((from) => `${from}..${from}`),
        day.map((from) => `${from}T09:05..${from}T17:00`),
      ),
      msisdn: fc.constantFrom("34600111222", "346*", "+34 600-111-222"),
      sender: word,
      text: word,
      status: options(["delivered", "sent", "non-deliverable"]),
      country: options(["ES", "MX", "FR"]),
      campaign: options(["1", "20", "3"]),
      operator: options(["Movistar", "Vodafone, S.A."]),
      subid: word,
      creditsFrom: fc.constantFrom("1", "0,5", "2.25"),
      clicked: options(["no", "person", "robot"]),
      fields: fc.constantFrom("msisdn,status", "status,msisdn,text"),
      sort: fc.constantFrom("sent", "updated"),
      size: fc.constantFrom(...SIZES.map(String)),
      after: fc.constant("mb3x9k2a_0199f0b2-1111-7222-8333-444455556666"),
    },
    { requiredKeys: [] },
  )
  .map((given) => {
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(given))
      for (const each of [value].flat()) params.append(key, each as string);
    return params;
  });

test("what is written is read back", () => {
  fc.assert(
    fc.property(search, (params) => {
      const { query, unreadable } = readQuery(messageDataset, params, clock);
      expect(unreadable).toEqual([]);
      expect(readQuery(messageDataset, writeQuery(messageDataset, query), clock)).toEqual({ query, unreadable: [] });
    }),
    { numRuns: 500 },
  );
});

test("nothing asked is the standard question, and writes nothing", () => {
  const { query } = read("");
  expect(query).toEqual({
    ...{ period: { preset: "last7", from: "2026-03-23", to: "2026-03-29" }, filter: {}, columns: null },
    ...{ sort: "sent", size: 50, page: null },
  });
  expect(`${writeQuery(messageDataset, query)}`).toBe("");
});

test("unknown parameters are ignored, so a stale bookmark opens", () => {
  expect(read("utm_source=mail&page=3").unreadable).toEqual([]);
});

test.each([
  "status=bogus",
  "status=delivered&status=bogus",
  "msisdn=abc",
  "country=Spain",
  "campaign=x",
  "creditsFrom=many",
  "period=2026-02-31..2026-03-01",
  "period=2026-03-02..2026-03-01",
  "period=2024-01-01..2026-01-01",
  "period=2026-03-01T10:00..2026-03-02",
  "fields=nonsense",
  "sort=recipient",
  "size=1000000",
  "after=1234",
  "after=zzzzzzzzzz_0199f0b2-1111-7222-8333-444455556666",
  "gateway=999999999999",
  "text=%00",
])("a known parameter that cannot be read is reported, never ignored: %s", (given) => {
  expect(read(given).unreadable).toEqual([given.split("=")[0]]);
});

test("a sign of plus arrives as a space, and a number is still that number", () => {
  expect(read("msisdn=+34600111222").query.filter.msisdn).toEqual({ digits: "34600111222", starts: false });
  expect(read("msisdn=3460*").query.filter.msisdn).toEqual({ digits: "3460", starts: true });
});

test("another filter goes back to the first page; none removes it", () => {
  const { query } = read("status=sent&after=mb3x9k2a_0199f0b2-1111-7222-8333-444455556666");
  expect(query.page).not.toBeNull();
  expect(withFilter(query, { status: ["delivered"] })).toMatchObject({ page: null, filter: { status: ["delivered"] } });
  expect(withFilter(query, { status: undefined }).filter).toEqual({});
});

test("columns: those asked for, else those remembered, else the standard ones", () => {
  const keys = (text: string, remembered?: string[]) =>
    columnsOf(messageDataset, read(text).query, remembered).map(({ key }) => key);
  expect(keys("fields=status,msisdn", ["id"])).toEqual(["status", "msisdn"]);
  expect(keys("fields=eachClick,id").slice(-2)).toEqual(["clickAddresses", "id"]); // a group stands for its columns
  expect(keys("", ["id", "gone"])).toEqual(["id"]);
  expect(keys("", ["gone"])).toContain("msisdn");
});

describe("a list whose rows are numbered", () => {
  const numbered = defineDataset({
    ...{ name: "numbered", period: "last7", fields: {}, columns: [] },
    sorts: ["name", "size", "made"],
    places: { name: "text", size: "number", made: "instant" },
  });
  const at = (sort: string, cursor: string) =>
    readQuery(numbered, new URLSearchParams({ sort, after: cursor }), clock).unreadable;

  test("writes and reads whatever a row stands by", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(fc.constant("name" as const), fc.string({ unit: "grapheme", maxLength: 50 })),
          fc.tuple(fc.constant("size" as const), fc.integer().map(String)),
          fc.tuple(
            fc.constant("made" as const),
            fc
              .date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01Z") })
              .map((date) => date.toISOString()),
          ),
        ),
        fc.nat(),
        ([sort, place], id) => {
          fc.pre(!place.includes("\0"));
          const { query } = readQuery(numbered, new URLSearchParams({ sort }), clock);
          const asked = { ...query, page: { after: { at: place, id: String(id) } } };
          expect(readQuery(numbered, writeQuery(numbered, asked), clock)).toEqual({ query: asked, unreadable: [] });
        },
      ),
    );
  });

  test("refuses a place that its order cannot have", () => {
    for (const [sort, text] of [
      ["size", "abc"],
      ["size", "1;drop"],
      ["made", "2026"],
      ["made", "2026-99-01T00:00:00.000Z"],
      ["name", "\0"],
    ])
      expect(at(sort!, `${Buffer.from(text!).toString("base64url")}_1`)).toEqual(["after"]);
    for (const damaged of ["", "_", "x", "YQ_x", "%%_1", "/w_1"])
      if (damaged) expect(at("name", damaged)).toEqual(["after"]);
  });
});
