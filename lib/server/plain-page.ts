import { escapeXml } from "@/lib/dataset/xml";
import type { Answer } from "./exchange";

/** A page of the front door's own: for people who followed a link of a message, on any phone, without a script. */
export type PlainPage = {
  locale: string;
  title: string;
  paragraphs: readonly string[];
  /** One button, which sends `action` back to the same address. */
  button?: { label: string; action: string; quiet?: boolean };
};

/** Nothing of it is remembered on the way, found by searching, or told to others. */
export const UNSEEN = {
  "cache-control": "private, no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow",
};

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const STYLE = `:root { color-scheme: light dark; }
body { margin: 18vh auto 4rem; max-width: 26rem; padding: 0 1.5rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.25rem; }
button { min-height: 2.75rem; margin-top: .75rem; padding: 0 1.25rem; border: 1px solid; border-radius: 8px; font: inherit; font-weight: 600; color: #fff; background: #1d5fc4; border-color: #1d5fc4; }
button.quiet { color: inherit; background: none; border-color: currentColor; font-weight: 400; }`;

export function plainPage(status: number, page: PlainPage, headers: Record<string, string> = {}): Answer {
  const { locale, title, paragraphs, button } = page;
  const said = paragraphs.map((text) => `<p>${escapeXml(text)}</p>\n`).join("");
  const form = button
    ? `<form method="post"><button name="action" value="${button.action}"${button.quiet ? ' class="quiet"' : ""}>${escapeXml(button.label)}</button></form>\n`
    : "";
  return {
    status,
    headers: {
      ...UNSEEN,
      ...{ "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY },
      ...headers,
    },
    body: `<!doctype html>
<html lang="${locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escapeXml(title)}</h1>
${said}${form}</main>
</html>
`,
  };
}
