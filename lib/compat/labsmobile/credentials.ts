import { decodeText } from "./text";

export type Credentials = { username: string; password: string };

const LONGEST = 500;

/**
 * Who asks: `Authorization: Basic base64(user:token)`, else `username` and `password` of the query (the GET family).
 * The user is the registration e-mail, the token may hold colons.
 *
 * @param headers names in lower case, as Node gives them.
 */
export function readCredentials(
  headers: Readonly<Record<string, string | undefined>>,
  query: URLSearchParams,
): Credentials | null {
  return fromBasic(headers.authorization ?? "") ?? usable(query.get("username") ?? "", query.get("password") ?? "");
}

function fromBasic(header: string): Credentials | null {
  const encoded = /^basic +([\w+/=-]{1,2000})\s*$/i.exec(header)?.[1];
  if (encoded === undefined) return null;
  const text = decodeText(Buffer.from(encoded, "base64"));
  const colon = text.indexOf(":");
  return colon < 0 ? null : usable(text.slice(0, colon), text.slice(colon + 1));
}

function usable(username: string, password: string): Credentials | null {
  const fits = (text: string) => text !== "" && text.length <= LONGEST && !text.includes("\0");
  const name = username.trim();
  return fits(name) && fits(password) ? { username: name, password } : null;
}
