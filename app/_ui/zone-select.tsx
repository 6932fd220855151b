"use client";

import { useEffect, useRef } from "react";
import { FormSelect } from "./form-field";

/** A choice of time zones, already at the browser's own where that is one of them and nothing was chosen yet. */
export function ZoneSelect({
  zones,
  ...rest
}: {
  name: string;
  label: string;
  hint?: string;
  zones: readonly string[];
}) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const select = frame.current?.querySelector("select");
    const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select?.value === "UTC" && zones.includes(own)) select.value = own;
  }, [zones]);
  return (
    <div ref={frame}>
      <FormSelect {...rest} value="UTC" options={zones.map((zone) => ({ value: zone, label: zone }))} />
    </div>
  );
}
