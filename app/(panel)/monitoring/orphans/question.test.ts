import fc from "fast-check";
import { expect, test } from "vitest";
import { addressOf, readQuestion } from "./question";

const read = (address: string) => readQuestion(Object.fromEntries(new URL(address, "http://x").searchParams));

test("what is written is read back, whatever a gateway calls its messages", () => {
  const text = fc.string().map((each) => each.replaceAll("\0", ""));
  const place = fc.record({
    at: fc.date({ noInvalidDate: true, min: new Date("2000-01-01"), max: new Date("2100-01-01") }),
    ...{ gatewayId: fc.nat(), reference: text, key: text },
  });
  fc.assert(
    fc.property(
      fc.option(fc.nat(999_999_999), { nil: undefined }),
      fc.option(place, { nil: undefined }),
      (gatewayId, after) => {
        expect(read(addressOf({ gatewayId, after }))).toEqual({ query: { gatewayId, after }, unreadable: [] });
      },
    ),
  );
});

test("what cannot be read is told, and asks for nothing", () => {
  expect(readQuestion({ gateway: "x" })).toMatchObject({ unreadable: ["gateway"] });
  const places = ['[1,2,"a"]', '[7e15,2,"a","b"]', '[-1,2,"a","b"]'].map((each) =>
    Buffer.from(each).toString("base64url"),
  );
  for (const after of ["x", "W10", "bnVsbA", ...places])
    expect([after, readQuestion({ after }).unreadable]).toEqual([after, ["after"]]);
});
