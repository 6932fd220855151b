import { placeholdersOf, renderTemplate } from "@/lib/messages/template";

/*
 * Links in a text give way to short ones. The text stays stored once: where the code belongs stands a placeholder
 * (`https://sms.example.com/r/%link1%`), and the code is among the message's parameters. All codes of an account are
 * equally long, so all recipients' texts are.
 */

/** "first": LabsMobile's `shortlink` speaks of one link only. */
export type Which = "first" | "all";

export type Text = { text: string; parameters: Record<string, string> | null };
/** `codes`: of each short link the code and where it leads. */
export type Shortened = Text & { codes: { code: string; url: string }[] };

/** A link with its scheme, as far as one can be written; closing punctuation belongs to the sentence. */
const LINK = /(?<![\p{L}\p{N}])https?:\/\/[^\s<>"`«»“”„‘’…。，！？、；：（）「」『』【】《》\p{Cc}]+/giu;
const CLOSING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/**
 * @param base address that codes are put behind: `https://sms.example.com/r/`.
 * @param makeCode a code nobody has, as `writeCode` writes it.
 * @returns null when there is nothing to shorten. What leads nowhere, also with this recipient's parameters, stays.
 */
export function shortenLinks(given: Text, which: Which, base: string, makeCode: () => string): Shortened | null {
  const codes: Shortened["codes"] = [];
  const parameters = { ...given.parameters };
  const codeFor = (link: string): string | null => {
    const url = link.startsWith(base) ? null : targetOf(link);
    if (url === null || (which === "first" && codes.length > 0)) return null;
    const code = makeCode();
    codes.push({ code, url });
    return code;
  };
  const free = freeNames(given.text);
  const text = replaceLinks(given.text, (link) => {
    const code = codeFor(renderTemplate(link, given.parameters));
    if (code === null) return link;
    const name = free.next().value;
    parameters[name] = code;
    return `${base}%${name}%`;
  });
  // A value is put in as it is, so the code of a link in one stands there itself.
  for (const name of placeholdersOf(given.text)) {
    const value = given.parameters?.[name];
    if (value === undefined || !text.includes(`%${name}%`)) continue;
    parameters[name] = replaceLinks(value, (link) => {
      const code = codeFor(link);
      return code === null ? link : base + code;
    });
  }
  return codes.length > 0 ? { text, parameters, codes } : null;
}

/** Where a link leads, as an address of HTTP; null for anything else. */
export function targetOf(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { protocol, href } = new URL(link);
  return protocol === "http:" || protocol === "https:" ? href : null;
}

/** `link1`, `link2` … without those that the text uses itself. */
function* freeNames(text: string): Generator<string, string> {
  const taken = placeholdersOf(text);
  for (let number = 1; ; number++) if (!taken.includes(`link${number}`)) yield `link${number}`;
}

function replaceLinks(text: string, short: (link: string) => string): string {
  return text.replace(LINK, (found) => {
    const link = withoutClosing(found);
    return short(link) + found.slice(link.length);
  });
}

function withoutClosing(found: string): string {
  let end = found.length;
  for (; end > 0; end--) {
    const last = found[end - 1]!;
    const opening = CLOSING[last];
    if (opening === undefined ? !".,;:!?'".includes(last) : isOpened(found.slice(0, end), opening, last)) break;
  }
  return found.slice(0, end);
}

/** `(see https://example.com/a_(b))`: a bracket that was opened in the link belongs to it. */
const isOpened = (link: string, opening: string, closing: string) =>
  link.split(opening).length >= link.split(closing).length;
