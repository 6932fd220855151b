"use client";

import { useEffect, useState } from "react";
import { segmentsOf } from "@/lib/messages/segments";

/** How long the text beside it is, while it is written. `told` has {characters}, {encoding} and {segments}. */
export function TextCounter({
  field,
  start,
  told,
}: {
  /** The name of the text's input in the same form. */
  field: string;
  start: string;
  told: Record<"gsm7" | "ucs2", (string | null)[]>;
}) {
  const [text, setText] = useState(start);
  useEffect(() => {
    const input = document.querySelector<HTMLTextAreaElement>(`textarea[name="${field}"]`);
    const look = () => setText(input?.value ?? "");
    look();
    input?.addEventListener("input", look);
    return () => input?.removeEventListener("input", look);
  }, [field]);
  const { encoding, characters, segments } = segmentsOf(text.trim());
  const words = told[encoding][Math.min(segments, told[encoding].length - 1)] ?? "";
  return (
    <span className="field-hint" aria-live="polite">
      {words.replace("{characters}", String(characters)).replace("{segments}", String(segments))}
    </span>
  );
}
