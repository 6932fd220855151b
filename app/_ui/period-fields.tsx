import { useId } from "react";
import { CUSTOM, type ExactDates } from "@/lib/dataset/form";
import { PRESETS } from "@/lib/dataset/period";
import { TextField } from "./text-field";

/**
 * The period as a list, and the exact dates that appear with its last entry (by CSS, so also without a script). They
 * begin with what is shown now.
 */
export function PeriodFields({
  value,
  exact,
  fault,
  texts,
}: {
  /** A preset or "custom". */
  value: string;
  exact: ExactDates;
  fault?: string;
  texts: {
    label: string;
    presets: Record<keyof typeof PRESETS | typeof CUSTOM, string>;
    from: string;
    fromTime: string;
    to: string;
    toTime: string;
    hint: string;
  };
}) {
  const id = useId();
  return (
    <>
      <div className="field">
        <label className="field-label" htmlFor={id}>
          {texts.label}
        </label>
        <select
          id={id}
          name="period"
          className="input"
          defaultValue={value}
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? `${id}-fault` : undefined}
        >
          {[...Object.keys(PRESETS), CUSTOM].map((each) => (
            <option key={each} value={each}>
              {texts.presets[each as keyof typeof texts.presets]}
            </option>
          ))}
        </select>
        {fault && (
          <span id={`${id}-fault`} className="field-fault">
            {fault}
          </span>
        )}
      </div>
      <div className="exact wide">
        <div className="grid grid-cols-[1fr_1fr] gap-x-3 gap-y-2 lg:grid-cols-[repeat(4,9.5rem)]">
          <TextField type="date" name="from" label={texts.from} value={exact.from} />
          <TextField type="time" name="fromTime" label={texts.fromTime} value={exact.fromTime} />
          <TextField type="date" name="to" label={texts.to} value={exact.to} />
          <TextField type="time" name="toTime" label={texts.toTime} value={exact.toTime} />
        </div>
        <p className="field-hint">{texts.hint}</p>
      </div>
    </>
  );
}
