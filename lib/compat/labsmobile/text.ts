const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Where Windows-1252 differs from Latin-1. Node 20's own decoder of that name does not know it. */
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Old clients send Latin-1 (with Windows' euro sign); what is UTF-8 is hardly ever meant to be anything else. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    const text = Buffer.from(bytes).toString("latin1");
    return text.replace(/[\u0080-\u009f]/g, (character) => WINDOWS[character.charCodeAt(0) - 0x80]!);
  }
}

/**
 * The parameters of a request target, each in UTF-8 or Latin-1, as clients of the GET family encode them;
 * `URLSearchParams` knows UTF-8 only. (What a client does not encode at all, Node's parser refuses before us.)
 */
export function readQuery(target: string): URLSearchParams {
  const start = target.indexOf("?");
  const query = new URLSearchParams();
  if (start < 0) return query;
  for (const pair of target.slice(start + 1).split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const [name, value] = equals < 0 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
    query.append(decodeParameter(name), decodeParameter(value));
  }
  return query;
}

function decodeParameter(text: string): string {
  const encoded = Buffer.from(text.replaceAll("+", " ")).toString("latin1");
  const bytes = encoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decodeText(Buffer.from(bytes, "latin1"));
}
