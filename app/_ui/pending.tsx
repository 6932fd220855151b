"use client";

import { useLinkStatus } from "next/link";

/** Marks in the page that a link leads on; globals.css draws what a waiting reader sees. */
export function LinkPending() {
  return useLinkStatus().pending ? <span data-pending hidden /> : null;
}
