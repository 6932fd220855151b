import { redirect } from "next/navigation";

export default function Agenda() {
  redirect("/agenda/blacklist");
}
