import { Missing } from "@/app/_ui/missing";
import { pageLocale } from "@/app/locale";
import { textsOf } from "@/lib/texts";

/** What is not there, or not this account's: the same answer, inside the frame. */
export default async function NotFound() {
  return <Missing t={textsOf(await pageLocale())} />;
}
