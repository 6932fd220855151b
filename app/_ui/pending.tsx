"use client";

import { useLinkStatus } from "next/link";
import { useFormStatus } from "react-dom";

/* Marks in the page that something leads on; globals.css draws what a waiting reader sees. */

export function LinkPending() {
  return useLinkStatus().pending ? <span data-pending hidden /> : null;
}

export function FormPending() {
  return useFormStatus().pending ? <span data-pending hidden /> : null;
}
