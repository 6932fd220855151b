import { expect, test } from "vitest";
import { ERROR_PRESETS } from "./error-presets";
import { codesOf, reasonOfCode, reasonOfFailure } from "./error-table";

test.each([
  ["001", "absent"],
  ["1", "absent"],
  ["0001", "absent"],
  ["00b", "filtered"],
  ["B", "filtered"],
  ["EC1", "blocked"],
  ["ec1", "blocked"],
  ["0", "unknown"],
  ["000", "unknown"],
  ["0X40b", "account"],
  ["10", null],
  ["", null],
  ["toString", null],
])("%j means %s", (code, reason) => {
  const table = { "001": "absent", "0B": "filtered", Ec1: "blocked", "0": "unknown", "0x40B": "account" } as const;
  expect(reasonOfCode(table, code)).toBe(reason);
});

test("the same number means different things to different gateways", () => {
  const said = Object.fromEntries(
    Object.entries(ERROR_PRESETS).map(([name, table]) => [name, reasonOfCode(table, "001")]),
  );
  expect(said).toEqual({
    "MAP (3GPP 29.002)": "unknown_subscriber",
    Vonage: "unknown",
    "Twilio SMPP": "absent",
    Sinch: null,
  });
});

test.each([
  ["MAP (3GPP 29.002)", "027", "absent"],
  ["MAP (3GPP 29.002)", "34", "temporary"],
  ["MAP (3GPP 29.002)", "33", "handset_full"],
  ["Vonage", "52", "filtered"],
  ["Vonage", "15", "account"],
  ["Twilio SMPP", "5", "unknown_subscriber"],
  ["Sinch", "406", "expired"],
] as const)("%s: %s is %s", (name, code, reason) => {
  expect(reasonOfCode(ERROR_PRESETS[name], code)).toBe(reason);
});

test("no preset says two things of one code", () => {
  for (const table of Object.values(ERROR_PRESETS)) {
    const codes = Object.keys(table).map(Number);
    expect(new Set(codes).size).toBe(codes.length);
  }
});

test("of a failure's code the gateway's own table says first, then what its kind documents, then the status", () => {
  const documented = codesOf({ absent: [6, [8, 9]], unknown: [255], filtered: ["E-7"] });
  const reason = (code: string | null) =>
    reasonOfFailure(code, { "08": "blocked" }, (one) => documented.get(one), "expired");
  expect(["8", "6", "9", "E-7", "10", "255", null].map(reason)).toEqual([
    ...["blocked", "absent", "absent", "filtered"],
    ...["expired", "expired", "expired"],
  ]);
});
