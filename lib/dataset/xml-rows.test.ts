import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeXml } from "./xml";
import { AROUND, BETWEEN, type Cell, xmlOfRows } from "./xml-rows";

const [between, around] = [BETWEEN, AROUND].map((code) => String.fromCharCode(code)) as [string, string];
const CELL: Cell = { opening: Buffer.from("<c><t>"), closing: Buffer.from("</t></c>") };

/** As COPY writes a value in its CSV format; nothing for null. */
function copied(value: string | null): string {
  if (value === null) return "";
  const quoted = value === "" || value === "\\." || [between, around, "\n", "\r"].some((each) => value.includes(each));
  return quoted ? around + value.replaceAll(around, around + around) + around : value;
}
const write = (rows: readonly (readonly (string | null)[])[]) =>
  xmlOfRows(
    Buffer.from(rows.map((row) => `${row.map(copied).join(between)}\n`).join("")),
    rows[0]!.map(() => CELL),
  ).toString();

function expected(value: string | null): string {
  if (value === null) return "<c/>";
  const blanks = /^[ \t\n]|[ \t\n]$/.test(value) ? ' xml:space="preserve"' : "";
  return `<c><t${blanks}>${escapeXml(value).replaceAll("&quot;", '"')}</t></c>`;
}

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "_",
        "_x0041_",
        "_x00",
        "x0041_",
        "&",
        "<",
        ">",
        "\r",
        "\n",
        " ",
        "\t",
        between,
        around,
        "\ufffe",
        "\uffff",
        "\uff1d",
        "\\.",
      ),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(""))
  .filter((value) => !value.includes("\0"));

test("each value is in a cell of its own, escaped, and nothing else is", () => {
  const rows = fc.array(fc.tuple(fc.option(text), fc.option(text), fc.option(text)), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(rows, (given) => {
      expect(write(given)).toBe(given.map((row) => `<row>${row.map(expected).join("")}</row>`).join(""));
    }),
    { numRuns: 500 },
  );
});

test("there is room for text that grows sevenfold", () => {
  const grown = [["\u001f".repeat(10_000), "&".repeat(10_000), "_x0041_".repeat(1_000)]];
  expect(write(grown)).toBe(`<row>${grown[0]!.map(expected).join("")}</row>`);
});

test("no rows are no XML", () => {
  expect(xmlOfRows(Buffer.alloc(0), [CELL])).toHaveLength(0);
});
