import { NavLink } from "./nav-link";

/** The sections of a page, beside one another under its title. `under`: the path without what is asked of it. */
export function SubNav({
  label,
  links,
}: {
  label: string;
  links: readonly { href: string; under?: string; label: string }[];
}) {
  return (
    <nav aria-label={label} className="mt-3 mb-6 flex gap-5 overflow-x-auto border-b border-line print:hidden">
      {links.map(({ href, under = href, label }) => (
        <NavLink key={under} href={href} under={under} label={label} />
      ))}
    </nav>
  );
}
