/** The name as it is written, with the tick of a receipt that came. */
export function Brand({ name }: { name: string }) {
  return (
    <span className="inline-flex items-baseline gap-0.5 text-[1.1875rem] leading-none font-bold tracking-[-0.03em] text-ink">
      {name.toLowerCase()}
      <svg viewBox="0 0 20 14" className="h-3 w-4.5 self-center text-good" aria-hidden="true">
        <path
          d="M1.5 7.2l4 4L13 2.5M9.2 11.2L17.9 2.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </span>
  );
}
