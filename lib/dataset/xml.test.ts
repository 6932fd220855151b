import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeXml } from "./xml";

/** As a spreadsheet reads it: first XML's own names, then _xHHHH_. */
const read = (xml: string) =>
  xml
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"' })[name]!)
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const piece = fc.oneof(
  fc.constantFrom(
    "_x0041_",
    "_x",
    "_",
    "x0041_",
    "_x005F_",
    "&",
    "<",
    ">",
    "]]>",
    "\r\n",
    "\u0000",
    "\u001f",
    "\uffff",
  ),
  fc.string({ unit: "binary" }),
);
const anything = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

test("what is escaped is read back as it was, and XML can hold it", () => {
  fc.assert(
    fc.property(anything, (text) => {
      const xml = escapeXml(text);
      expect(read(xml)).toBe(text);
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff<>"]|&(?!(?:amp|lt|gt|quot);)/);
    }),
  );
});

test("a text that looks escaped is not taken for it, overlapping or not", () => {
  expect(escapeXml("_x0041_x0042_")).toBe("_x005F_x0041_x005F_x0042_");
  expect(escapeXml("_x41_ _X0041_")).toBe("_x41_ _X0041_");
});
