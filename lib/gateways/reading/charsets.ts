/* Texts of people as networks hand them on: in one of the alphabets of SMS, whose name is not always told. */

/** GSM 03.38, one septet a byte. 0x1b leads to the extension table. */
const GSM =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION: Readonly<Record<number, string>> = {
  ...{ 10: "\f", 20: "^", 40: "{", 41: "}", 47: "\\", 60: "[", 61: "~", 62: "]", 64: "|", 101: "€" },
};

/** A byte beyond the alphabet becomes U+FFFD. */
export function decodeGsm(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte !== 0x1b) text += GSM[byte] ?? "\ufffd";
    else text += EXTENSION[bytes[++at] ?? -1] ?? " ";
  }
  return text;
}

/** Big-endian, as SMS has it; half a character at the end is left out. */
export const decodeUtf16 = (bytes: Uint8Array): string =>
  new TextDecoder("utf-16be").decode(bytes.subarray(0, bytes.length - (bytes.length % 2)));

/** UTF-8; bytes that are none are taken for Windows-1252, which every byte is. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** By a charset's name, where a gateway tells one; an unknown name reads as `decodeText`. */
export function decodeBy(charset: string, bytes: Uint8Array): string {
  if (/^(?:utf-?16(?:be)?|ucs-?2)$/i.test(charset)) return decodeUtf16(bytes);
  if (/^(?:iso-?8859-?1|latin-?1|windows-?1252)$/i.test(charset)) return new TextDecoder("windows-1252").decode(bytes);
  return decodeText(bytes);
}
