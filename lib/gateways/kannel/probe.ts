import type { KannelConfig } from "./config";

const TIMEOUT_MS = 5_000;

/**
 * well: sendsms knows user and password · refused: it does not · stranger: something answers that is no sendsms, with
 * its HTTP status · away: nobody answers.
 */
export type Probe = { result: "well" | "refused" | "away" } | { result: "stranger"; status: number };

/**
 * Asks sendsms without a recipient: it looks at user and password first and then misses the number, so nothing is sent.
 * Tells nothing else of what answered, for the address may be anybody's.
 */
export async function probeKannel(config: Pick<KannelConfig, "url" | "username" | "password">): Promise<Probe> {
  const url = new URL(config.url);
  if (url.pathname === "/") url.pathname = "/cgi-bin/sendsms";
  url.searchParams.set("username", config.username);
  url.searchParams.set("password", config.password);
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    const said = (await response.text()).slice(0, 200);
    if (/^Authorization failed/.test(said)) return { result: "refused" };
    if (response.status === 400 && /^(?:Missing|Empty) receiver number/.test(said)) return { result: "well" };
    return { result: "stranger", status: response.status };
  } catch {
    return { result: "away" };
  }
}
