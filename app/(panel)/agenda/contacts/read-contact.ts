import { text } from "@/app/answer-form";
import type { ContactForm } from "@/lib/contacts/commands";

/** What `ContactForm` sends. */
export function readContact(form: FormData): ContactForm {
  const extra = [...form.keys()].filter((name) => name.startsWith("x_"));
  const fields = Object.fromEntries(extra.map((name) => [name.slice(2), text(form, name)]));
  return { number: text(form, "number"), name: text(form, "name"), fields };
}
