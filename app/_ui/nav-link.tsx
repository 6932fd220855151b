"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

/** A way in the main menu; current on its page and on those below it. */
export function NavLink({ href, under, label }: { href: string; under: string; label: string }) {
  const path = usePathname();
  const current = path === under || path.startsWith(`${under}/`);
  return (
    <Link
      href={href}
      prefetch={false}
      className="nav-link"
      ref={current ? reveal : undefined}
      aria-current={current ? (path === href ? "page" : "true") : undefined}
    >
      {label}
    </Link>
  );
}

/** On a narrow screen the current way may lie beyond the edge of its row, which scrolls sideways. */
function reveal(link: HTMLAnchorElement | null): void {
  const row = link?.parentElement;
  if (row) row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}
