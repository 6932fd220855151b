import { type SQL, sql } from "drizzle-orm";

/*
 * Text in the XML of a workbook. What XML 1.0 has no way to write stands as _xHHHH_, and a text that looks like that has
 * its first underscore written so. A carriage return too: XML reads it as a line feed. Source: ECMA-376, part 1, 22.9.2.19.
 */
const ILLEGAL = "\u0001-\u0008\u000b-\u001f\ufffe\uffff";
const illegal = new RegExp(`[\0${ILLEGAL}]`, "g");
const LOOKS_ESCAPED = "_(?=x[0-9A-Fa-f]{4}_)";
const looksEscaped = new RegExp(LOOKS_ESCAPED, "g");

export const escapeXml = (text: string): string =>
  text
    .replace(looksEscaped, "_x005F_")
    .replace(illegal, escaped)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");

const escaped = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;

/** The same by Postgres; never has a line break. */
export const escapedXml = (value: SQL): SQL => sql`case
  when ${value} !~ ${`[${ILLEGAL}]|_x`} then ${markup(value)}
  else ${markup(controls(sql`regexp_replace(${value}, ${LOOKS_ESCAPED}, '_x005F_', 'g')`))} end`;

/**
 * Whether one of these texts cannot stand in XML as it is, or has a blank at an edge, which a spreadsheet drops unless told
 * to keep it. A few more are found than need it: the edge is marked by DEL, which hardly any text has.
 */
export const needsEscaping = (texts: readonly SQL[]): SQL =>
  sql`concat_ws(${EDGE}, ${sql.join([sql`''`, ...texts, sql`''`], sql`, `)}) ~ ${`[&<>\u0001-\u001f\ufffe\uffff]|_x| ${EDGE}|${EDGE} `}`;
const EDGE = "\u007f";

const markup = (value: SQL): SQL =>
  sql`replace(replace(replace(replace(${value}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), ${"\n"}, '&#10;')`;

const controls = (value: SQL): SQL =>
  CHARACTERS.reduce((text, character) => sql`replace(${text}, ${character}, ${escaped(character)})`, value);

/** Without NUL, which PostgreSQL cannot hold. */
const CHARACTERS = Array.from({ length: 0x1f }, (_, before) => String.fromCharCode(before + 1))
  .concat("\ufffe", "\uffff")
  .filter((character) => character.search(illegal) === 0);
