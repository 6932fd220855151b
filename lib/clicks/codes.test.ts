import fc from "fast-check";
import { expect, test } from "vitest";
import { newCode, readCode, writeCode } from "./codes";

const account = fc.integer({ min: 1, max: 0x7fffffff });

test("what is written is read back, and every account's codes are its own", () => {
  fc.assert(
    fc.property(account, account, (one, other) => {
      const code = newCode();
      expect(readCode(writeCode(one, code))).toEqual({ accountId: one, code });
      if (one !== other) expect(writeCode(one, code)).not.toBe(writeCode(other, code));
    }),
  );
});

test("codes of one account are equally long, of letters and digits", () => {
  const codes = Array.from({ length: 1_000 }, newCode);
  expect(new Set(codes.map((code) => code.length))).toEqual(new Set([8]));
  expect(codes.every((code) => /^[0-9A-Za-z]{8}$/.test(code))).toBe(true);
  expect(new Set(codes).size).toBe(1_000);
});

test("every character is as likely as every other", () => {
  const counted = new Map<string, number>();
  for (let byte = 0; byte < 248; byte++) {
    const [character = ""] = newCode(() => Buffer.alloc(16, byte));
    counted.set(character, (counted.get(character) ?? 0) + 1);
  }
  expect(counted.size).toBe(62);
  expect(new Set(counted.values())).toEqual(new Set([4]));
  // The bytes left over would favour the first characters.
  const leftOver = [Buffer.from([248, 250, 252, 254, 255]), Buffer.alloc(16, 61)];
  expect(newCode(() => leftOver.shift()!)).toBe("zzzzzzzz");
});

test.each(["", "abcdefgh", "0abcdefgh", "zzzzzzabcdefgh", "1abcdefg-", "1abcdefgh/", "1äbcdefgh", "1234567abcdefgh"])(
  "%s is no code",
  (text) => {
    expect(readCode(text)).toBeNull();
  },
);
