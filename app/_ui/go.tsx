import Link from "next/link";
import type { ComponentProps } from "react";
import { LinkPending } from "./pending";

/**
 * A link to another question. Never fetched ahead: a page of rows would ask the database for every row's page.
 * While its answer takes long, the page says so.
 */
export function Go({ children, ...props }: Omit<ComponentProps<typeof Link>, "prefetch">) {
  return (
    <Link {...props} prefetch={false}>
      {children}
      <LinkPending />
    </Link>
  );
}
