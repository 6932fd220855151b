import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Refused, saveFile } from "./save-file";

const saved: { name: string; file: Blob }[] = [];

beforeEach(() => {
  saved.length = 0;
  vi.useFakeTimers();
  let offered: Blob | null = null;
  vi.spyOn(URL, "createObjectURL").mockImplementation((file) => {
    offered = file as Blob;
    return "blob:made";
  });
  vi.stubGlobal("document", {
    createElement: () => ({
      href: "",
      download: "",
      click() {
        saved.push({ name: this.download, file: offered! });
      },
    }),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const chunk = (text: string) => new TextEncoder().encode(text);

function answerWith(
  pull: (controller: ReadableStreamDefaultController<Uint8Array>, turn: number) => void,
  status = 200,
) {
  let turn = 0;
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => pull(controller, turn++) });
  const headers = { "content-type": "text/csv", "content-disposition": 'attachment; filename="messages.csv"' };
  vi.stubGlobal("fetch", async () => new Response(body, { status, headers }));
}

describe("a file", () => {
  test("is handed over whole, under the server's name, and its bytes are counted", async () => {
    answerWith((controller, turn) => (turn < 3 ? controller.enqueue(chunk(`row ${turn}\r\n`)) : controller.close()));
    const told: number[] = [];
    const bytes = await saveFile("/csv", new AbortController().signal, (come) => told.push(come));
    expect([bytes, told]).toEqual([21, [7, 14, 21]]);
    expect(saved.map(({ name }) => name)).toEqual(["messages.csv"]);
    expect(await saved[0]!.file.text()).toBe("row 0\r\nrow 1\r\nrow 2\r\n");
  });

  test("keeps every byte in order however large it is", async () => {
    const large = new Uint8Array(3_000_000);
    answerWith((controller, turn) => (turn < 6 ? controller.enqueue(large.fill(turn).slice()) : controller.close()));
    expect(await saveFile("/csv", new AbortController().signal, () => {})).toBe(18_000_000);
    const bytes = new Uint8Array(await saved[0]!.file.arrayBuffer());
    expect([0, 1, 2, 3, 4, 5].map((turn) => bytes[turn * 3_000_000])).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("whose connection breaks is never saved", async () => {
    answerWith((controller, turn) =>
      turn < 2 ? controller.enqueue(chunk("row\r\n")) : controller.error(new TypeError("broken")),
    );
    await expect(saveFile("/csv", new AbortController().signal, () => {})).rejects.toThrow("broken");
    expect(saved).toEqual([]);
  });

  test("that the server refuses is never saved", async () => {
    answerWith((controller) => controller.close(), 400);
    await expect(saveFile("/csv", new AbortController().signal, () => {})).rejects.toBeInstanceOf(Refused);
    expect(saved).toEqual([]);
  });
});
