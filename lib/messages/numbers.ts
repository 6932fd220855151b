import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  // "max": countries with one calling code (+1, +7, +44 ...) are told apart by the patterns of all types of number.
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import type { Reason } from "./reasons";

/** `msisdn` is digits with country code, 4 to 15 of them; refused: the digits as given, at most 20. */
export type NumberRead =
  | { ok: true; msisdn: string; country: string | null }
  | { ok: false; msisdn: string; reason: Extract<Reason, "invalid_number"> };

const LONGEST_INPUT = 64;
/** E.164. libphonenumber lets some German numbers be longer. */
const LONGEST_MSISDN = 15;

/** What people and programs put between digits, with the invisible marks that come along when a number is copied. */
const BETWEEN_DIGITS = /[\s()./\-\u00ad\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g;
/** ASCII, full-width, Arabic and Persian digits: in all four the low half of the code's last byte is the digit. */
const OTHER_DIGITS = /[０-９٠-٩۰-۹]/g;

/**
 * Reads a recipient as a person or a program wrote it: +34 600…, 0034 600…, 34600…, and 600… with a default country.
 *
 * **What is refused** is what cannot be a number: an unknown country code, a wrong length for its country, letters.
 * A possible number passes though no known range of mobiles holds it: ranges are opened faster than software is
 * updated, in many countries landlines take SMS, and only the network knows. Its answer comes back as a reason.
 *
 * **Without + or 00 and with a default country** a number can have two readings, and they do collide: 687 751 234 is a
 * Spanish mobile and a mobile of New Caledonia, 138 1234 5678 a Chinese one and +1 381 234 5678. The first that holds:
 * mobile at home, mobile abroad, any valid number at home, any possible number abroad. So 34600111222 keeps its country
 * code for everybody, and nobody's own national numbers are sent to an island. Without a default country, digits are
 * international: callers whose numbers carry the country code by contract pass `null`.
 *
 * @param defaultCountry ISO 3166 alpha-2; one that libphonenumber does not know counts as none.
 * @returns country `null` where the range belongs to no one country (satellite phones, an unused area of +1).
 */
export function readNumber(input: string, defaultCountry: string | null): NumberRead {
  const text = input.slice(0, LONGEST_INPUT).replace(BETWEEN_DIGITS, "").replace(OTHER_DIGITS, lowDigit);
  const written =
    input.length <= LONGEST_INPUT ? /^([+＋]?(?:00)?)(\d{4,20})$/.exec(withoutFraction(input) ?? text) : null;
  const found = written && readDigits(written[2]!, written[1] !== "", defaultCountry);
  if (found && found.number.length <= LONGEST_MSISDN + 1)
    return { ok: true, msisdn: found.number.slice(1), country: found.country ?? null };
  return { ok: false, msisdn: text.replace(/\D/g, "").slice(0, 20), reason: "invalid_number" };
}

/**
 * For people: `34 600 111 222`, `33 6 12 34 56 78`; international grouping without the plus. What libphonenumber
 * cannot group comes back as it is.
 */
export function formatNumber(msisdn: string): string {
  const spanish = /^34(\d{3})(\d{3})(\d{3})$/.exec(msisdn); // libphonenumber has 600 11 12 22; Spain reads threes
  if (spanish) return `34 ${spanish.slice(1).join(" ")}`;
  const number = parsePhoneNumberFromString(`+${msisdn}`, { extract: false });
  return number?.number === `+${msisdn}` ? number.formatInternational().slice(1) : msisdn;
}

const lowDigit = (digit: string) => String(digit.charCodeAt(0) & 15);

/** A spreadsheet's 34600111222.0, whose point would else be taken for a separator and its zero for a digit. */
const withoutFraction = (input: string) => /^\s*(\+?\d{8,15})[.,]0+\s*$/.exec(input)?.[1];

function readDigits(digits: string, international: boolean, defaultCountry: string | null): PhoneNumber | undefined {
  if (international || defaultCountry === null || !isSupportedCountry(defaultCountry)) return readAbroad(digits);
  const home = readAtHome(digits, defaultCountry);
  if (isMobile(home)) return home;
  const abroad = readAbroad(digits);
  if (isMobile(abroad)) return abroad;
  // A number that is merely possible at home is not taken: 346001112, two digits short, would be given a second 34.
  return home?.isValid() ? home : abroad;
}

const readAtHome = (digits: string, defaultCountry: CountryCode) =>
  parsePhoneNumberFromString(digits, { defaultCountry, extract: false });

/** A possible number; where a national prefix had to be cut off to make it one (+44 (0)79…), a valid number. */
function readAbroad(digits: string): PhoneNumber | undefined {
  // Mexico dropped the 1 before its mobiles in 2019; lists and programs still carry it.
  const written = `+${digits.replace(/^521(?=\d{10}$)/, "52")}`;
  const number = parsePhoneNumberFromString(written, { extract: false });
  return number?.isPossible() && (number.number === written || number.isValid()) ? number : undefined;
}

function isMobile(number: PhoneNumber | undefined): boolean {
  const type = number?.getType();
  return type === "MOBILE" || type === "FIXED_LINE_OR_MOBILE";
}
