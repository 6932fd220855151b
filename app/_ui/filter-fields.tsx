import type { Fields } from "@/lib/dataset/dataset";
import { type Option, Picker } from "./picker";
import { SelectField } from "./select-field";
import { TextField } from "./text-field";

export type FilterTexts = {
  label(key: string): string;
  hint(key: string): string | undefined;
  /** What a field of a list says while nothing of it is chosen. */
  any(key: string): string;
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
    if (input.kind === "text")
      return (
        <TextField
          key={key}
          {...common}
          value={value[0] ?? ""}
          hint={texts.hint(key)}
          inputMode={input.inputMode}
          max={input.inputMode ? undefined : input.max}
        />
      );
    const list = options[key] ?? [];
    return input.several ? (
      <Picker key={key} {...common} options={list} chosen={value} any={texts.any(key)} find={texts.find} />
    ) : (
      <SelectField key={key} {...common} options={list} value={value[0] ?? ""} none={texts.any(key)} />
    );
  });
}
