import type { Metadata } from "next";
import { textsOf } from "@/lib/texts";
import { Missing } from "./_ui/missing";
import { pageLocale } from "./locale";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale())("fault.missingTitle") };
}

/** An address that nothing answers to. */
export default async function NotFound() {
  return <Missing t={textsOf(await pageLocale())} />;
}
