import { expect, test } from "vitest";
import type { Table } from "./report";
import { tableCsv } from "./table-csv";

const table: Table = {
  columns: [
    { key: "sender", label: "Sender", kind: "text" },
    { key: "messages", label: "Messages", kind: "integer" },
    { key: "rate", label: "Delivered rate", kind: "share" },
    { key: "median", label: "Median", kind: "duration" },
    { key: "credits", label: "Credits", kind: "decimal" },
  ],
  rows: [
    {
      key: "a",
      cells: [
        { text: '=1+"1"', value: '=1+"1"' },
        { text: "1,234", value: 1234 },
        { text: "98.5%", value: 0.985 },
        { text: "1.5 sec", value: 1500 },
        { text: "12.50", value: "12.5000" },
      ],
    },
  ],
  total: {
    key: "total",
    cells: [
      { text: "Total", value: "Total" },
      { text: "1,234", value: 1234 },
      { text: "–", value: null },
      { text: "–", value: null },
      { text: "100.00", value: "100.0000" },
    ],
  },
};

test("for programs each value stands as it is", () => {
  expect(tableCsv(table, "plain", ",").toString()).toBe(
    'sender,messages,rate,median,credits\r\n"=1+""1""",1234,0.985,1500,12.5000\r\nTotal,1234,,,100.0000\r\n',
  );
});

test("for a spreadsheet names are exact and numbers are numbers in the reader's way", () => {
  const file = tableCsv(table, "excel", ",");
  expect([...file.subarray(0, 2)]).toEqual([0xff, 0xfe]);
  const [headings, first, total] = file.toString("utf16le").split("\r\n");
  expect(headings?.split("\t")[3]).toBe('"=""Median (s)"""');
  expect(first).toBe('"=""=1+""""1"""""""\t"1234"\t"0,985"\t"1,5"\t"12,5"');
  expect(total).toBe('"=""Total"""\t"1234"\t\t\t"100"');
});
