import { originalOperator } from "@/lib/messages/operator";
import { Random } from "./random";

/** Countries in which the sample's recipients live, with ranges of real mobile numbers and what their networks are like. */
type Country = {
  code: string;
  callingCode: string;
  /** Beginnings of national numbers. */
  ranges: readonly string[];
  /** Digits of a national number. */
  length: number;
  /** Typical seconds to delivery, how far they spread, and the share of messages that fail. */
  median: number;
  spread: number;
  failing: number;
};

export const COUNTRIES: readonly Country[] = [
  country("ES", "34", ["60", "61", "62", "63", "64", "65", "66", "67", "68", "69", "711", "722"], 9, [3, 0.7, 0.035]),
  country("FR", "33", ["61", "62", "66", "68", "75", "76", "77"], 9, [4, 0.8, 0.04]),
  country("PT", "351", ["91", "92", "93", "96"], 9, [4, 0.7, 0.03]),
  country("GB", "44", ["7400", "7501", "7712", "7801", "7936"], 10, [4, 0.8, 0.04]),
  country("DE", "49", ["1511", "1520", "1575", "1602", "1701", "1761"], 11, [5, 0.8, 0.045]),
  country("MX", "52", ["55", "33", "81"], 10, [9, 1.1, 0.09]),
  country("CO", "57", ["300", "310", "314", "320", "350"], 10, [8, 1, 0.08]),
  country("US", "1", ["2025", "3055", "4155", "6465"], 10, [5, 0.9, 0.06]),
  country("MA", "212", ["61", "62", "66", "67", "70"], 9, [11, 1.1, 0.09]),
  country("AE", "971", ["50", "52", "54", "55"], 9, [6, 0.9, 0.05]),
  country("CN", "86", ["135", "138", "150", "186", "189"], 11, [7, 1, 0.07]),
];

function country(
  code: string,
  callingCode: string,
  ranges: readonly string[],
  length: number,
  [median, spread, failing]: [number, number, number],
): Country {
  return { code, callingCode, ranges, length, median, spread, failing };
}

const BY_CODE = new Map(COUNTRIES.map((each) => [each.code, each]));

/** The same person has the same number, and his phone the same fate, in every sending. */
export type Person = {
  msisdn: string;
  country: string;
  operator: string | null;
  /** The number is no longer in use: nothing ever arrives. */
  gone: boolean;
  /** To choose a name by. */
  index: number;
};

/** @param mix shares of countries by code. */
export function personOf(seed: number, index: number, mix: readonly { code: string; weight: number }[]): Person {
  const random = Random.ofNumbers(seed, index);
  const { code, callingCode, ranges, length } = BY_CODE.get(random.weighted(mix).code)!;
  const range = random.pick(ranges);
  const digits = length - range.length;
  // From the index, so that no two of a million share a number; scattered, as real lists are.
  const own = scatter(index, 10 ** digits);
  const msisdn = `${callingCode}${range}${String(own).padStart(digits, "0")}`;
  return { msisdn, country: code, operator: originalOperator(msisdn), gone: random.chance(0.015), index };
}

/** A permutation of the numbers below `size`, a power of ten: the factor shares no divisor with it. */
const scatter = (index: number, size: number) =>
  Number((BigInt(index % size) * 6_700_417n + 1_299_709n) % BigInt(size));

export type Network = Pick<Country, "median" | "spread" | "failing">;
const networks = new Map<string, Network>();

/** Each operator is a little faster or slower, better or worse than its country. */
export function networkOf({ country: code, operator }: Pick<Person, "country" | "operator">): Network {
  const name = `${code} ${operator ?? ""}`;
  let found = networks.get(name);
  if (!found) {
    const random = Random.of(name);
    const { median, spread, failing } = BY_CODE.get(code)!;
    found = { median: median * random.between(0.6, 1.7), spread, failing: failing * random.between(0.5, 1.8) };
    networks.set(name, found);
  }
  return found;
}
