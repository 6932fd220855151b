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
      aria-current={current ? (path === href ? "page" : "true") : undefined}
    >
      {label}
    </Link>
  );
}
