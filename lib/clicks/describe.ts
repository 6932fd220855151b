import { storable } from "@/lib/storable";
import { readDevice } from "./device";
import { robotName } from "./robot-name";
import type { Rule } from "./rules";

/** What is shown of whoever came: machine and application, or the name of a robot that says it is one. */
export type Description = { device: string | null; system: string | null; browser: string | null };

export function describe(userAgent: string, rule: Rule): Description {
  if (rule === "user-agent") return { device: null, system: null, browser: known(robotName(userAgent)) };
  const { device, system, browser } = readDevice(userAgent);
  return { device: known(device), system: known(system), browser: known(browser) };
}

const known = (text: string | null): string | null => (text === null ? null : storable(text));
