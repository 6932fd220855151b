const LONGEST = 2_000;

/** An address that can be called: http or https, at most 2 000 characters. Null for anything else. */
export function readCallbackUrl(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST || !URL.canParse(trimmed)) return null;
  const { protocol, href } = new URL(trimmed);
  return (protocol === "http:" || protocol === "https:") && href.length <= LONGEST ? href : null;
}

/**
 * The address with parameters after its own: what is there stays as it is written. Values are encoded as LabsMobile
 * does (`2026-02-26%2012:00:00`).
 */
export function withParameters(url: string, parameters: Readonly<Record<string, string>>): string {
  const [address = ""] = url.split("#", 1);
  const written = Object.entries(parameters).map(([name, value]) => `${name}=${encode(value)}`);
  const joint = !address.includes("?") ? "?" : /[?&]$/.test(address) ? "" : "&";
  return `${address}${joint}${written.join("&")}`;
}

const encode = (value: string) => encodeURIComponent(value.replace(/\p{Cs}/gu, "\ufffd")).replaceAll("%3A", ":");

/** `2026-02-26 12:00:00`, in UTC. */
export const utcSecond = (at: Date): string => at.toISOString().slice(0, 19).replace("T", " ");
