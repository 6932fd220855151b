/**
 * A parameter of an address as the bytes that were written: not every gateway writes UTF-8 (Kannel hands on UTF-16).
 * @returns null where it is missing.
 */
export function rawParameter(url: string, name: string): Buffer | null {
  const question = url.indexOf("?");
  if (question < 0) return null;
  for (const pair of url.slice(question + 1).split("&")) {
    const equals = pair.indexOf("=");
    if ((equals < 0 ? pair : pair.slice(0, equals)) === name)
      return percentDecoded(equals < 0 ? "" : pair.slice(equals + 1));
  }
  return null;
}

/** The bytes of a percent-encoded text, a `+` being a space; what is no escape stays as it is. */
export function percentDecoded(text: string): Buffer {
  const written = Buffer.from(text, "utf8");
  const bytes = Buffer.alloc(written.length);
  let length = 0;
  for (let at = 0; at < written.length; at++) {
    const byte = written[at]!;
    const escaped = byte === 0x25 ? /^[0-9a-f]{2}$/i.exec(written.toString("latin1", at + 1, at + 3)) : null;
    bytes[length++] = escaped ? Number.parseInt(escaped[0], 16) : byte === 0x2b ? 0x20 : byte;
    if (escaped) at += 2;
  }
  return bytes.subarray(0, length);
}
