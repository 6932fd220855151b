import { redirect } from "next/navigation";
import { pageScope } from "@/lib/auth/session";

/** The panel opens on what most come for. */
export default async function PanelHome() {
  await pageScope();
  redirect("/monitoring/messages");
}
