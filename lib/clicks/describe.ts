import { readDevice } from "./device";
import { robotName } from "./robot-name";
import type { Rule } from "./rules";

/** What is shown of whoever came: machine and application, or the name of a robot that says it is one. */
export type Description = { device: string | null; system: string | null; browser: string | null };

export function describe(userAgent: string, rule: Rule): Description {
  if (rule === "user-agent") return { device: null, system: null, browser: storable(robotName(userAgent)) };
  const { device, system, browser } = readDevice(userAgent);
  return { device: storable(device), system: storable(system), browser: storable(browser) };
}

/** PostgreSQL's text cannot hold NUL. */
export function storable<T extends string | null>(text: T): T {
  return (text?.replaceAll("\0", "\uFFFD") ?? null) as T;
}
