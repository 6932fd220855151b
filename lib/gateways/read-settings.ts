import { FieldError, readFields } from "@/lib/fields";
import { isObject } from "./reading/fields";
import { RECEIVERS, type ReceivedKind } from "./receivers";

/**
 * Reads what somebody gives as the settings of a gateway that we only hear, by the schema of its kind. A field that the
 * kind does not have is refused: a mistyped one would leave a signature unchecked and nobody would know.
 *
 * @throws FieldError by the path of each field.
 */
export function readSettings(
  kind: Exclude<ReceivedKind, "kannel">,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const settings = readFields(RECEIVERS[kind].config, given);
  const [unknown] = namesBeyond(settings, given);
  if (unknown !== undefined) throw new FieldError({ [unknown]: "unknown-field" });
  return settings;
}

function namesBeyond(known: unknown, given: Record<string, unknown>): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (!isObject(known) || !Object.hasOwn(known, name)) return [name];
    return isObject(value) ? namesBeyond(known[name], value).map((inner) => `${name}.${inner}`) : [];
  });
}
