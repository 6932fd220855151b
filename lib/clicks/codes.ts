import { randomBytes } from "node:crypto";

/*
 * A short link's code is base62(account) followed by 8 random characters: it carries the account, so that no look-up
 * searches all of them, and nobody guesses one (62^8 for each account). Only letters and digits: safe in every address,
 * and one unit each in every alphabet of SMS.
 */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM = 8;
const MOST_ACCOUNT = 0x7fffffff;
/** The largest multiple of 62 in a byte: what lies above would make the first digits likelier. */
const FAIR = 248;

/** The account's own part of a code: 8 random characters. */
export function newCode(bytes: (size: number) => Buffer = randomBytes): string {
  let code = "";
  while (code.length < RANDOM)
    for (const byte of bytes(2 * RANDOM)) if (byte < FAIR && code.length < RANDOM) code += DIGITS[byte % 62];
  return code;
}

/** What stands behind `/r/`. */
export const writeCode = (accountId: number, code: string): string => base62(accountId) + code;

/** @returns null for what `writeCode` never writes. */
export function readCode(text: string): { accountId: number; code: string } | null {
  const match = /^([1-9A-Za-z][0-9A-Za-z]{0,5})([0-9A-Za-z]{8})$/.exec(text);
  if (!match) return null;
  const [, account = "", code = ""] = match;
  let accountId = 0;
  for (const digit of account) accountId = accountId * 62 + DIGITS.indexOf(digit);
  return accountId <= MOST_ACCOUNT ? { accountId, code } : null;
}

function base62(number: number): string {
  let text = "";
  for (let left = number; left > 0; left = Math.floor(left / 62)) text = DIGITS[left % 62] + text;
  return text;
}
