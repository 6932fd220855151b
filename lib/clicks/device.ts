import { UAParser } from "my-ua-parser";
import { remembering } from "./remembering";

export type Kind = "phone" | "tablet" | "computer" | "other";

/** What a user agent says of the machine; names as their makers write them, null where it says nothing. */
export type Device = {
  kind: Kind;
  /** `iPhone`, `Samsung`, `Mac`: the model only where the maker has one name for it. */
  device: string | null;
  system: string | null;
  /** The application that showed the page, also one with a browser inside it (`Instagram`). */
  browser: string | null;
};

const LONGEST = 60;

const KINDS: Readonly<Record<string, Kind>> = { mobile: "phone", tablet: "tablet" };
const COMPUTERS: Readonly<Record<string, string>> = {
  "Mac OS": "Mac",
  "Chromium OS": "Chromebook",
  "Chrome OS": "Chromebook",
};
const COMPUTER_SYSTEMS = /^(?:Windows|Mac OS|Chrom(?:e|ium) OS|Linux|Ubuntu|Debian|Fedora|[\w-]*BSD|GNU)$/;
const SYSTEMS: Readonly<Record<string, string>> = {
  "Mac OS": "macOS",
  "Chromium OS": "ChromeOS",
  "Chrome OS": "ChromeOS",
};
const BROWSERS: Readonly<Record<string, string>> = {
  GSA: "Google",
  "Mobile Safari": "Safari",
  "Chrome WebView": "Chrome",
};

/** Reduced user agents name no more than the system (`Android 10; K`), so neither do we. */
export const readDevice = remembering((userAgent: string): Readonly<Device> => {
  const { device, os, browser } = new UAParser(userAgent).getResult();
  const system = os.name ?? null;
  const computer = device.type === undefined && system !== null && COMPUTER_SYSTEMS.test(system);
  const kind = device.type ? (KINDS[device.type] ?? "other") : computer ? "computer" : "other";
  return {
    kind,
    device: bounded(nameOf(kind, device, system)),
    system: bounded(named(SYSTEMS, system)),
    browser: bounded(named(BROWSERS, browser.name ?? null)),
  };
});

function nameOf(kind: Kind, { vendor, model }: UAParser.IDevice, system: string | null): string | null {
  if (kind === "computer") return named(COMPUTERS, system, "PC");
  if (vendor === "Apple") return model ?? vendor;
  if (vendor) return vendor;
  return kind === "phone" || kind === "tablet" ? system : null;
}

const named = (names: Readonly<Record<string, string>>, key: string | null, otherwise = key): string | null =>
  key !== null && Object.hasOwn(names, key) ? names[key]! : otherwise;

const bounded = (name: string | null) => name?.slice(0, LONGEST) ?? null;
