import { utils, write } from "@e965/xlsx";
import { Random } from "@/db/seed/random";

/** What people's lists look like: a name, a number in any of the ways it is written, a town. */
export type ListRow = [name: string, number: string, town: string];

const FIRST = ["Ana", "Begoña", "José", "Luis", "María Ángeles", "Iñaki", "Zoë", "Núria"];
const LAST = ["García", "Núñez", "Peña, hijo", "O'Donnell", "de la Cruz", "Muñoz", "Ibáñez"];
const TOWNS = ["Vigo", "A Coruña", "Málaga", "Alcalá de Henares", "L'Hospitalet", ""];

const WAYS: { weight: number; of(number: string): string }[] = [
  { weight: 45, of: (number) => `34${number}` },
  { weight: 20, of: (number) => number },
  { weight: 10, of: (number) => `+34 ${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}` },
  { weight: 5, of: (number) => `0034${number}` },
  { weight: 5, of: (number) => `${number.slice(0, 3)}-${number.slice(3, 5)}-${number.slice(5, 7)}-${number.slice(7)}` },
  { weight: 5, of: (number) => `3,4${number}E+10` },
  { weight: 3, of: () => "3,46E+10" },
  { weight: 3, of: (number) => `34${number.slice(3)}` },
  { weight: 2, of: () => "" },
  { weight: 2, of: () => "no tiene" },
];

/** The same rows for the same number of them; one in fifty repeats an earlier number. */
export function* listRows(rows: number): Generator<ListRow> {
  const random = Random.of(`import ${rows}`);
  for (let i = 0; i < rows; i++) {
    const number = String(600_000_000 + (random.chance(0.02) ? random.below(i + 1) : i) * 97 + 11);
    const name = `${random.pick(FIRST)} ${random.pick(LAST)} ${i}`;
    yield [name, random.weighted(WAYS).of(number), random.pick(TOWNS)];
  }
}

const HEADING = ["Nombre", "Teléfono", "Ciudad"];

/** As an old Excel saves it. */
export function csvOf(rows: number): Buffer {
  const pieces = [Buffer.from(`${HEADING.join(";")}\r\n`, "latin1")];
  for (const cells of listRows(rows)) pieces.push(Buffer.from(`${cells.map(quoted).join(";")}\r\n`, "latin1"));
  return Buffer.concat(pieces);
}

const quoted = (cell: string) => (cell.includes(";") ? `"${cell}"` : cell);

/** As a spreadsheet saves it: what looks like a number is one, and texts are shared. */
export function workbookOf(rows: number, bookType: "xlsx" | "biff8"): Buffer {
  const cells = [...listRows(rows)].map(([name, number, town]) => [
    name,
    /^\d+$/.test(number) ? Number(number) : number,
    town,
  ]);
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([HEADING, ...cells], { dense: true }), "Clientes");
  return write(book, { type: "buffer", bookType, compression: true, bookSST: true });
}
