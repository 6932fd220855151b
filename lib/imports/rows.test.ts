import { describe, expect, test } from "vitest";
import { type Batch, readRows, UnreadableFile } from "./read-rows";
import { guessColumns, headingOf, readRow, sampleRows } from "./rows";
import type { ImportSettings } from "./settings";

const own = [{ key: "ciudad", label: "Ciudad" }];

describe("the columns", () => {
  test("are known by their heads, and by what is in them", () => {
    const rows = [
      ["Nombre", "Teléfono", "CIUDAD", "Talla", ""],
      ["Ana", "600 111 222", "Vigo", "38", "x"],
    ];
    expect(guessColumns(rows, own)).toEqual({
      header: true,
      columns: ["name", "number", "field:ciudad", "new:Talla", "ignore"],
    });
  });

  test("are named below a title, and by the lowest row where all have one cell", () => {
    const rows = [
      ["Clientes 2026", "", ""],
      ["Nombre", "Teléfono", "Alta"],
      ["Ana", "600 111 222", "15/03/2026"],
    ];
    expect(headingOf(rows)).toBe(1);
    expect(guessColumns(rows, [])).toEqual({ header: true, columns: ["name", "number", "new:Alta"] });
    expect(headingOf([["Clientes"], ["Teléfono"], ["600111222"]])).toBe(1);
    expect(headingOf([["600111222"], ["600111333"]])).toBe(0);
    expect(
      headingOf([
        ["Nombre", "Teléfono"],
        ["Nadie", ""],
        ["Ana", "600111222"],
      ]),
    ).toBe(0);
  });

  test("of two that look like numbers the one that says so has them", () => {
    const rows = [
      ["Cliente", "Nº", "Tel. móvil"],
      ["Ana", "10000001", "600111222"],
      ["Luis", "10000002", ""],
    ];
    expect(guessColumns(rows, []).columns).toEqual(["name", "new:Nº", "number"]);
  });

  test("without heads the first text is the name", () => {
    expect(guessColumns([["34600111222", "28013", "Ana", "Vigo"]], own)).toEqual({
      header: false,
      columns: ["number", "ignore", "name", "ignore"],
    });
    expect(guessColumns([["34600111222"], ["34600111333"]], own)).toEqual({ header: false, columns: ["number"] });
    expect(guessColumns([], own)).toEqual({ header: false, columns: [] });
  });
});

describe("a row", () => {
  const settings = { columns: ["number", "name", "field:ciudad"] as ImportSettings["columns"], country: "ES" };

  test("is a contact, or says why not", () => {
    expect(readRow(["600111222", " Ana ", "Vigo", "more"], 3, settings)).toEqual({
      ...{ line: 3, msisdn: "34600111222", country: "ES", name: "Ana", fields: { ciudad: "Vigo" }, repaired: true },
    });
    expect(readRow(["", "Ana"], 4, settings)).toEqual({ line: 4, content: " · Ana", reason: "no-number" });
    // Cut in the middle of a letter, it is still a text that can be kept.
    const cut = readRow([`${"a".repeat(499)}😀`], 5, settings);
    expect(cut).toMatchObject({ content: "a".repeat(499) });
    expect(readRow([], 5, settings)).toMatchObject({ reason: "no-number" });
    expect(readRow(["600111222", "a".repeat(201)], 6, settings)).toMatchObject({ reason: "too-long" });
    expect(readRow(["600111222", "Ana", "a".repeat(300)], 7, settings)).toMatchObject({ reason: "too-long" });
  });
});

test("the first rows leave out one that may be cut off", () => {
  expect(sampleRows("a,1\nb,2\nc,", ",", 20, false)).toEqual([
    ["a", "1"],
    ["b", "2"],
  ]);
  expect(sampleRows("a,1\nb,2\nc,", ",", 20, true)).toHaveLength(3);
  expect(sampleRows("sep=;\r\na;1\r\n", ";", 20, true)).toEqual([["a", "1"]]);
});

describe("a file", () => {
  const settings = {
    ...{ encoding: "utf-8", separator: ";", header: true, country: "ES" },
    columns: ["number", "name"],
  } as ImportSettings;
  async function* pieces(bytes: Buffer, size: number) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const read = async (text: string | Buffer, given: Partial<ImportSettings> = {}, size = 7) => {
    const batches: Batch[] = [];
    for await (const batch of readRows(pieces(Buffer.from(text), size), { ...settings, ...given })) batches.push(batch);
    return { rows: batches.flatMap(({ rows }) => rows), refused: batches.flatMap(({ refused }) => refused), batches };
  };

  test("is read row by row, with the lines a person sees", async () => {
    const text = 'Tel;Nombre\r\n600111222;Ana\r\n\r\n600111333;"García\r\nNúñez"\r\nnada;X\r\n600111444;Luis';
    const { rows, refused } = await read(text);
    expect(rows.map(({ line, msisdn, name }) => [line, msisdn, name])).toEqual([
      [2, "34600111222", "Ana"],
      [5, "34600111333", "García\r\nNúñez"],
      [7, "34600111444", "Luis"],
    ]);
    expect(refused).toEqual([{ line: 6, content: "nada · X", reason: "invalid-number" }]);
  });

  test("in any encoding, and with Excel's own first line", async () => {
    const text = "sep=;\r\nTel;Nombre\r\n600111222;Núñez\r\n";
    const encodings = {
      "utf-8": Buffer.from(`\ufeff${text.slice("sep=;\r\n".length)}`),
      "utf-16le": Buffer.from(`\ufeff${text}`, "utf16le"),
      "utf-16be": Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
      "windows-1252": Buffer.from(text, "latin1"),
    } as const;
    for (const [encoding, bytes] of Object.entries(encodings)) {
      const { rows } = await read(bytes, { encoding: encoding as ImportSettings["encoding"] });
      expect([encoding, rows.map(({ line, name }) => [line, name])]).toEqual([
        encoding,
        [[encoding === "utf-8" ? 2 : 3, "Núñez"]],
      ]);
    }
  });

  test("has its empty rows counted and its title told, whatever its lines end with", async () => {
    const text = "Clientes 2026;\r\n;\nTel;Nombre\r600111222;Ana\n\n ; \r\n600111333;Luis\r";
    for (const size of [1, 7, 65_536]) {
      const { rows, refused, batches } = await read(text, {}, size);
      expect(rows.map(({ line, name }) => [line, name])).toEqual([
        [4, "Ana"],
        [7, "Luis"],
      ]);
      expect(refused).toEqual([{ line: 1, content: "Clientes 2026 · ", reason: "invalid-number" }]);
      expect(batches[0]!.empty).toBe(3);
    }
  });

  test("comes in batches that say how much of it they are", async () => {
    const text = `Tel\n${Array.from({ length: 12_000 }, (_, i) => 600_000_000 + i).join("\n")}\n`;
    const { rows, batches } = await read(text, {}, 65_536);
    expect(rows).toHaveLength(12_000);
    expect(batches.map(({ rows }) => rows.length)).toEqual([5_000, 5_000, 2_000]);
    expect(batches.at(-1)!.bytes).toBe(Buffer.byteLength(text));
  });

  test("with a quote that is never closed is no list, and says where", async () => {
    const text = `Tel;Nombre\n600111222;"Ana\n${"600111333;Luis\n".repeat(6_000)}`;
    await expect(read(text, {}, 65_536)).rejects.toBeInstanceOf(UnreadableFile);
  });
});
