import { type SQL, sql } from "drizzle-orm";

/*
 * Texts in a CSV for a spreadsheet, which reads every cell as if somebody had typed it: `=1+1` is calculated, 346001112223
 * becomes 3.46E+11, 1-2 the first of February. Two guards. An apostrophe disarms free text that could run. `="…"`, a
 * formula that gives the text between its quotes, shows exactly the text; Excel takes 255 characters in it, LibreOffice no
 * line break.
 */

/** Free text: disarmed by an apostrophe; a formula's text where it would be read as something else. */
export const guardedText = (value: SQL): SQL => sql`case
  when ${starts(value)} then '''' || ${value}
  when (${isLikeAValue(value)}) and ${fits(value)} then ${asFormula(value)}
  else ${value} end`;

/** A name, or a number that is none to calculate with: shown exactly, so a dangerous one is a formula's text too. */
export const guardedCode = (value: SQL): SQL => sql`case
  when (${starts(value)} or ${isLikeAValue(value)}) and ${fits(value)} then ${asFormula(value)}
  when ${starts(value)} then '''' || ${value}
  else ${value} end`;

/** Digits, nearly always: a formula's text without looking. */
export const guardedPhone = (value: SQL): SQL =>
  sql`case when ${fits(value)} then ${asFormula(value)} else ${guardedText(value)} end`;

/** What makes a formula, or lets one follow: tab and line breaks end up before the next cell in some versions. */
const DANGEROUS = [..."=+-@\t\n\r"].map((character) => character.charCodeAt(0)).join(", ");

const starts = (value: SQL): SQL => sql`ascii(${value}) in (${sql.raw(DANGEROUS)})`;
const fits = (value: SQL): SQL => sql`octet_length(${value}) <= 255 and ${value} !~ '[\\n\\r]'`;
const asFormula = (value: SQL): SQL => sql`'="' || replace(${value}, '"', '""') || '"'`;

/**
 * What Excel or LibreOffice may take for a number, a date, a time or a truth value, in whatever language it is set to.
 * Rather too much than too little: a guarded cell shows the same. Millions of cells are asked, so the cheap questions come
 * first, and a text that is not short can only be a number.
 */
const isLikeAValue = (value: SQL): SQL => sql`
  ascii(${value}) not between 65 and 126 and ${value} ~ ${NUMBER}
  or octet_length(${value}) <= ${SHORT} and (
    ${value} ~ '[0-9]' and (${firstLetters(value)} = any(${MONTHS}) or ascii(${value}) < 65 and ${firstLetters(value)} ~ ${UNIT})
    or lower(btrim(${value})) = any(${WORDS}))`;

/** What the letters begin with, after digits and what stands around them. */
const firstLetters = (value: SQL): SQL => sql`lower(left(ltrim(${value}, ${`0123456789${AROUND}`}), 3))`;
const list = (words: string): SQL => sql`${sql.param(words.split(" "))}::text[]`;

/** What is written around the digits of numbers, dates and times. */
const AROUND = " \u00a0\u202f.,:;/()$€£¥%+'’-";
const NUMBER = `^[0-9${AROUND}]*[0-9][0-9${AROUND}]*$`;
/** The longest date with a month and a time; our ids are longer. */
const SHORT = 32;
/** How they begin in the languages with Latin letters that Excel is most used in. */
const MONTHS = list(
  "jan ene gen feb fev fév mar mär mrt mrz apr abr avr may mai mag maj mei jun jui giu jul lug aug ago aoû aou " +
    "sep set okt oct out ott nov dec dic déc dez",
);
/** 1e5, 2026-11-22T09:00Z, 9 am, 10:30 p.m. */
const UNIT = "^(e([-+0-9]|$)|t[0-9]|[ap]m?([^a-z]|$))";
const WORDS = list("true false verdadero falso vrai faux wahr falsch vero verdadeiro waar onwaar #n/a #n/d");
