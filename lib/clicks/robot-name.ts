/** Who fetches links that people see in their messages, by what only they write. The first that fits. */
const NAMES: readonly [sign: RegExp, name: string][] = [
  // The phone itself draws the preview, and claims to be two robots inside an old Safari.
  [/Version\/\S+ Safari\/\S+ facebookexternalhit.*Twitterbot/, "iMessage"],
  [/GoogleMessages/, "Google Messages"],
  [/whatsapp/i, "WhatsApp"],
  [/telegrambot/i, "Telegram"],
  [/facebookexternalhit|meta-externalhit|facebot/i, "Facebook"],
  [/skypeuripreview/i, "Skype"],
  [/slackbot/i, "Slack"],
  [/discordbot/i, "Discord"],
  [/linkedinbot/i, "LinkedIn"],
  [/viberurldownloader/i, "Viber"],
  [/snapurlpreview/i, "Snapchat"],
  [/twitterbot/i, "Twitter"],
  [/bitlybot/i, "Bitly"],
  [/barracuda/i, "Barracuda"],
  [/headlesschrome/i, "Headless Chrome"],
  [/google|Chrome Privacy Preserving Prefetch Proxy/i, "Google"],
];

const CALLS_ITSELF = /[\w.-]*(?:bot|crawler|spider|preview|fetcher|scanner)[\w.-]*/i;
const FIRST_PRODUCT = /^(?!Mozilla\b)[\w.-]+/;
const LONGEST = 60;

/** What a robot is called: a well-known one by its name, another as it calls itself (`AhrefsBot`, `curl`). */
export function robotName(userAgent: string): string | null {
  const known = NAMES.find(([sign]) => sign.test(userAgent));
  if (known) return known[1];
  const [own] = CALLS_ITSELF.exec(userAgent) ?? FIRST_PRODUCT.exec(userAgent) ?? [null];
  return own?.slice(0, LONGEST) ?? null;
}
