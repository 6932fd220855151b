/*
 * Text in the XML of a workbook. What XML 1.0 has no way to write stands as _xHHHH_, and a text that looks like that has
 * its first underscore written so. A carriage return too: XML reads it as a line feed. Source: ECMA-376, part 1, 22.9.2.19.
 */
const illegal = /[\0-\u0008\u000b-\u001f\ufffe\uffff]/g;
const looksEscaped = /_(?=x[0-9A-Fa-f]{4}_)/g;

export const escapeXml = (text: string): string =>
  text
    .replace(looksEscaped, "_x005F_")
    .replace(illegal, escaped)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const escaped = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
