import type { Gateway } from "./choose-gateway";
import { isObject } from "./reading/fields";

/** Settings that nobody reads again: a form that leaves one empty keeps it. By their paths. */
const SECRETS: Readonly<Record<Gateway["kind"], readonly string[]>> = {
  kannel: ["password"],
  twilio: ["authToken"],
  infobip: ["basic.password"],
  vonage: ["signature.secret"],
  ...{ labsmobile: [], jasmin: [], generic: [], simulator: [] },
};

type Settings = Record<string, unknown>;

/** Settings as they may be shown, and which secrets they have. */
export function withoutSecrets(kind: Gateway["kind"], config: Settings): { settings: Settings; kept: string[] } {
  const kept = SECRETS[kind].filter((path) => valueAt(config, path) !== undefined);
  const settings = kept.reduce((left, path) => withValue(left, path, undefined), config);
  return { settings, kept };
}

/** What was given, each secret that was left empty as it is kept; of a part of the settings only where that part is given. */
export function withKeptSecrets(kind: Gateway["kind"], given: Settings, config: Settings): Settings {
  return SECRETS[kind].reduce((settings, path) => {
    const [part, inner] = path.split(".");
    if (inner && !isObject(settings[part!])) return settings;
    return valueAt(settings, path) ? settings : withValue(settings, path, valueAt(config, path));
  }, given);
}

/** The setting at `signature.secret`; undefined where there is none. */
export function valueAt(settings: Settings, path: string): unknown {
  return path.split(".").reduce((at: unknown, name) => (isObject(at) ? at[name] : undefined), settings);
}

function withValue(settings: Settings, path: string, value: unknown): Settings {
  const [name = "", ...rest] = path.split(".");
  const inner = settings[name];
  const changed = rest.length === 0 ? value : withValue(isObject(inner) ? inner : {}, rest.join("."), value);
  const { [name]: _, ...others } = settings;
  return changed === undefined ? others : { ...others, [name]: changed };
}
