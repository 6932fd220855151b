import { Go } from "./go";
import { Icon } from "./icon";

/** Where the reader is in the list, the pages beside it, and how many rows a page has. */
export function Pager({
  told,
  first,
  previous,
  next,
  sizes,
  texts,
}: {
  told: string;
  /** Addresses; null where there is no such page. */
  first: string | null;
  previous: string | null;
  next: string | null;
  sizes: readonly { size: number; href: string; current: boolean }[];
  texts: { label: string; first: string; previous: string; next: string; size: string };
}) {
  return (
    <nav
      aria-label={texts.label}
      className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 text-soft"
    >
      <p>{told}</p>
      <ul aria-label={texts.size} className="flex items-center gap-1 print:hidden">
        {sizes.map(({ size, href, current }) => (
          <li key={size}>
            <Go
              href={href}
              className={`inline-block min-w-9 rounded-md px-2 py-1 text-center ${current ? "bg-accent-soft text-ink" : "text-soft"}`}
              aria-current={current ? "true" : undefined}
              aria-label={`${texts.size}: ${size}`}
            >
              {size}
            </Go>
          </li>
        ))}
      </ul>
      <div className="flex gap-2 print:hidden">
        {first && (
          <Go href={first} className="button">
            {texts.first}
          </Go>
        )}
        {previous && (
          <Go href={previous} className="button" rel="prev">
            <Icon name="left" />
            {texts.previous}
          </Go>
        )}
        {next && (
          <Go href={next} className="button" rel="next">
            {texts.next}
            <Icon name="right" />
          </Go>
        )}
      </div>
    </nav>
  );
}
