import { type IconName, SHAPES } from "@/lib/icons";

export type { IconName };

/** Always beside a word, so it is hidden from those who listen. */
export const Icon = ({ name, className = "size-4" }: { name: IconName; className?: string }) => (
  <svg viewBox="0 0 16 16" className={`icon ${className}`} aria-hidden="true">
    <path d={SHAPES[name]} />
  </svg>
);
