import type { ReactNode } from "react";
import type { Status } from "@/lib/messages/status";
import { Icon } from "./icon";

/** A status by icon, colour and word, never by colour alone. */
export function StatusWord({ status, children }: { status: Status; children: ReactNode }) {
  return (
    <span className="status" data-status={status}>
      <Icon name={status} className="size-3.5" />
      {children}
    </span>
  );
}
