import { redirect } from "next/navigation";

export default function Monitoring() {
  redirect("/monitoring/messages");
}
