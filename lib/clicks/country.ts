import { createReadStream } from "node:fs";
import { isIPv4, isIPv6 } from "node:net";
import { installed } from "@/lib/packages";
import { groupsOf } from "./address";

/*
 * The country an address was given to, as the five regional registries publish it (Number Resource Organization,
 * nro.net, CC BY 4.0; package @ip-location-db/asn-country). Files of `first,last,country` in ascending order, both ends
 * included. Of IPv6 the first 48 bits are compared: registries give nothing smaller away, and a number can hold them.
 */
type Ranges = { firsts: Float64Array; lasts: Float64Array; countries: readonly string[] };

const FILES = { 4: "asn-country-ipv4-num.csv", 6: "asn-country-ipv6.csv" } as const;
const opened: { [version in 4 | 6]?: Promise<Ranges> } = {};

/** ISO 3166-1 alpha-2; null for private addresses and what is no address. The first of each kind reads its file. */
export async function countryOf(address: string): Promise<string | null> {
  const version = isIPv4(address) ? 4 : isIPv6(address) ? 6 : null;
  if (version === null) return null;
  opened[version] ??= readRanges(version);
  const { firsts, lasts, countries } = await opened[version];
  const number = version === 4 ? numberOf4(address) : numberOf6(address);
  const place = lastNotAbove(firsts, number);
  return place >= 0 && number <= lasts[place]! ? countries[place]! : null;
}

/** -1: all are above. */
function lastNotAbove(ascending: Float64Array, number: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Reads both files now, so that no visitor's visit waits for them. */
export async function openCountries(): Promise<void> {
  await Promise.all([countryOf("0.0.0.0"), countryOf("::")]);
}

const numberOf4 = (address: string) => address.split(".").reduce((number, part) => number * 256 + Number(part), 0);

function numberOf6(address: string): number {
  const [first = 0, second = 0, third = 0] = groupsOf(address);
  return (first * 0x10000 + second) * 0x10000 + third;
}

/** Chunk by chunk, so that visitors are answered meanwhile. */
async function readRanges(version: 4 | 6): Promise<Ranges> {
  const read = version === 4 ? Number : numberOf6;
  const firsts: number[] = [];
  const lasts: number[] = [];
  const countries: string[] = [];
  const names = new Map<string, string>();
  let rest = "";
  for await (const chunk of createReadStream(
    installed.resolve(`@ip-location-db/asn-country/${FILES[version]}`),
    "latin1",
  )) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const [first = "", last = "", country = ""] = line.split(",");
      // One string a country, not one a line that would keep the whole chunk.
      const name = names.get(country) ?? Buffer.from(country).toString();
      names.set(name, name);
      firsts.push(read(first));
      lasts.push(read(last));
      countries.push(name);
    }
  }
  return { firsts: Float64Array.from(firsts), lasts: Float64Array.from(lasts), countries };
}
