import { text } from "@/app/answer-form";
import type { ReceivedKind } from "@/lib/gateways/receivers";

type Settings = Record<string, unknown>;

/** What somebody typed as the settings of a gateway that we only hear: its schema says what is missing. */
export function readSettingsForm(kind: Exclude<ReceivedKind, "kannel">, form: FormData): Settings {
  const given = (name: string) => text(form, name).trim();
  const filled = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [name.split(".").at(-1)!, given(name)]).filter(([, value]) => value !== ""));
  switch (kind) {
    case "labsmobile":
    case "jasmin":
      return filled("zone");
    case "twilio":
      return { ...filled("authToken", "zone") };
    case "infobip":
      return given("basic.username") === "" ? {} : { basic: filled("basic.username", "basic.password") };
    case "vonage":
      return given("signature.method") === "" ? {} : { signature: filled("signature.method", "signature.secret") };
    case "generic": {
      const inbound = filled("inbound.from", "inbound.text", "inbound.to", "inbound.key");
      return {
        ...filled("reference", "status", "key", "code", "time", "part", "zone"),
        ...{ statuses: readWords(form), answer: text(form, "answer") },
        ...(Object.keys(inbound).length > 0 ? { inbound } : {}),
      };
    }
  }
}

/** Pairs of `word` and `meaning` in the order of the rows; a row without a word is left out, the last of two wins. */
function readWords(form: FormData): Record<string, string> {
  const [words, meanings] = [form.getAll("word"), form.getAll("meaning")];
  const rows = words.map((word, row) => [String(word).replaceAll("\0", "").trim(), String(meanings[row] ?? "")]);
  return Object.fromEntries(rows.filter(([word]) => word !== ""));
}
