import type { Fields } from "@/lib/dataset/dataset";
import { type Option, Picker } from "./picker";
import { TextField } from "./text-field";

export type FilterTexts = {
  label(key: string): string;
  hint(key: string): string | undefined;
  any: string;
  find: string;
};

/** The inputs of a dataset's fields in its own order; which kind each is, the dataset says. */
export function FilterFields({
  fields,
  keys,
  values,
  faults,
  options,
  texts,
  classOf = () => "",
}: {
  fields: Fields;
  keys: readonly string[];
  values: Record<string, readonly string[]>;
  faults: Record<string, string>;
  /** Of each field that is chosen from a list. */
  options: Record<string, readonly Option[]>;
  texts: FilterTexts;
  classOf?: (key: string) => string;
}) {
  return keys.map((key) => {
    const { input } = fields[key]!;
    const common = { name: key, label: texts.label(key), fault: faults[key], className: classOf(key) };
    const value = values[key] ?? [];
    return input.kind === "text" ? (
      <TextField
        key={key}
        {...common}
        value={value[0] ?? ""}
        hint={texts.hint(key)}
        inputMode={input.inputMode}
        max={input.inputMode ? undefined : input.max}
      />
    ) : (
      <Picker key={key} {...common} options={options[key] ?? []} chosen={value} any={texts.any} find={texts.find} />
    );
  });
}
