/** The figures of a whole question, each over its word. */
export function Figures({ figures }: { figures: readonly (readonly [figure: string, word: string])[] }) {
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1">
      {figures.map(([figure, word]) => (
        <div
          key={word}
          className="flex flex-col-reverse gap-x-1.5 sm:flex-row-reverse sm:items-baseline sm:justify-end"
        >
          <dt className="text-xs text-soft sm:text-sm">{word}</dt>
          <dd className="text-lg leading-tight font-semibold tracking-tight">{figure}</dd>
        </div>
      ))}
    </dl>
  );
}
