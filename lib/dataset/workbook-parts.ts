import { escapeXml } from "./xml";

/* The fixed parts of a workbook. Source: ECMA-376, part 1 (SpreadsheetML) and part 2 (packages). */

export type SheetColumn = {
  heading: string;
  /** In characters; never narrower than the heading. */
  width: number;
  /** Digits are text here on purpose: Excel need not warn of them. */
  exact: boolean;
};

/** `rows`: with the heading. */
export type Sheet = { name: string; rows: number };

/** The styles of cells, by their place among the formats of `styles.xml`. */
export const STYLES = { general: 0, heading: 1, time: 2, exact: 3 } as const;

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/** The arrow of the filter stands beside the heading. */
const ARROW = 4;

/** A sheet up to its first row: the heading stays in sight. */
export function openingOf(columns: readonly SheetColumn[], selected: boolean): string {
  const widths = columns.map(
    ({ heading, width }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${Math.max(width, heading.length + ARROW)}" customWidth="1"/>`,
  );
  const headings = columns.map(
    ({ heading }) => `<c s="${STYLES.heading}" t="inlineStr"><is><t>${escapeXml(heading)}</t></is></c>`,
  );
  return (
    `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView${selected ? ' tabSelected="1"' : ""} workbookViewId="0">` +
    `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${widths.join("")}</cols><sheetData><row>${headings.join("")}</row>`
  );
}

/** A sheet after its last row. On paper all its columns stand side by side, on as many pages as its rows take. */
export function closingOf(columns: readonly SheetColumn[], { rows }: Sheet): string {
  const exact = columns.flatMap((column, index) =>
    column.exact ? [`${letters(index)}2:${letters(index)}${rows}`] : [],
  );
  const ignored =
    exact.length > 0 && rows > 1
      ? `<ignoredErrors><ignoredError sqref="${exact.join(" ")}" numberStoredAsText="1"/></ignoredErrors>`
      : "";
  return `</sheetData><autoFilter ref="A1:${letters(columns.length - 1)}${rows}"/><pageSetup orientation="landscape" fitToHeight="0"/>${ignored}</worksheet>`;
}

/** The parts that tell of the sheets: names in the package and their XML. */
export function workbookParts(sheets: readonly Sheet[], columns: number): [name: string, xml: string][] {
  return [
    ["xl/styles.xml", STYLES_XML],
    ["xl/workbook.xml", workbookXml(sheets, columns)],
    ["xl/_rels/workbook.xml.rels", relationsXml(sheets)],
    ["_rels/.rels", ROOT_RELATIONS],
    ["[Content_Types].xml", contentTypes(sheets)],
  ];
}

function workbookXml(sheets: readonly Sheet[], columns: number): string {
  const listed = sheets.map(
    ({ name }, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const last = letters(columns - 1);
  const names = sheets.flatMap(({ name, rows }, index) => {
    const sheet = escapeXml(`'${name.replaceAll("'", "''")}'`);
    return [
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${sheet}!$A$1:$${last}$${rows}</definedName>`,
      // The heading is repeated on every printed page.
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${sheet}!$1:$1</definedName>`,
    ];
  });
  return (
    `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><bookViews><workbookView/></bookViews>` +
    `<sheets>${listed.join("")}</sheets><definedNames>${names.join("")}</definedNames></workbook>`
  );
}

function relationsXml(sheets: readonly Sheet[]): string {
  const relations = sheets.map(
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  relations.push(`<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONSHIPS}/styles" Target="styles.xml"/>`);
  return `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${relations.join("")}</Relationships>`;
}

function contentTypes(sheets: readonly Sheet[]): string {
  const overrides = sheets.map(
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  );
  return (
    `${DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>` +
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${overrides.join("")}</Types>`
  );
}

const ROOT_RELATIONS =
  `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">` +
  `<Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

/** Of a text of several lines the first is in sight. LibreOffice wants it of the style of all cells, too. */
const TOP = '<alignment vertical="top"/>';

function format(numbers: number, font = 0): string {
  const applied = `${numbers > 0 ? ' applyNumberFormat="1"' : ""}${font > 0 ? ' applyFont="1"' : ""} applyAlignment="1"`;
  return `<xf numFmtId="${numbers}" fontId="${font}" fillId="0" borderId="0" xfId="0"${applied}>${TOP}</xf>`;
}

/** Formats in the order of STYLES. 49 is Excel's own "text". */
const STYLES_XML =
  `${DECLARATION}<styleSheet xmlns="${MAIN}">` +
  `<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>` +
  `<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
  `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
  `<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" applyAlignment="1">${TOP}</xf></cellStyleXfs>` +
  `<cellXfs count="4">${format(0)}${format(0, 1)}${format(164)}${format(49)}</cellXfs>` +
  `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** A … Z, AA …: the name of the column at this place, counted from 0. */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}
