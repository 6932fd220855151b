import { NavLink } from "./nav-link";

/** The sections of a page, beside one another under its title. */
export function SubNav({ label, links }: { label: string; links: readonly { href: string; label: string }[] }) {
  return (
    <nav aria-label={label} className="mt-3 mb-6 flex gap-5 overflow-x-auto border-b border-line">
      {links.map(({ href, label }) => (
        <NavLink key={href} href={href} under={href} label={label} />
      ))}
    </nav>
  );
}
