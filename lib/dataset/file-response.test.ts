import { expect, test } from "vitest";
import { fileResponse, type StreamedFile } from "./file-response";

const request = (init: RequestInit = {}) => new Request("http://localhost/file", init);

/** A file of endless chunks that counts what was taken of it. */
function endless(name = "messages-2026-11-01-2026-11-22.csv") {
  const seen = { taken: 0, signal: new AbortController().signal };
  const next = async () => {
    seen.taken++;
    return { done: false, value: new Uint8Array(1000) };
  };
  const chunks: StreamedFile["chunks"] = { [Symbol.asyncIterator]: () => ({ next }) };
  const make = async (signal: AbortSignal) => {
    seen.signal = signal;
    return { name, type: "text/csv; charset=utf-8", chunks };
  };
  return { seen, make };
}

test("nothing is made before it is taken, and no more than that", async () => {
  const { seen, make } = endless();
  const reader = (await fileResponse(request(), make)).body!.getReader();
  await new Promise(setImmediate);
  expect(seen.taken).toBe(0);
  await reader.read();
  await reader.read();
  await new Promise(setImmediate);
  expect(seen.taken).toBe(2);
});

test("a reader who cancels, and a client who leaves before reading, end the making", async () => {
  const cancelled = endless();
  const reader = (await fileResponse(request(), cancelled.make)).body!.getReader();
  await reader.read();
  await reader.cancel();
  expect(cancelled.seen.signal.aborted).toBe(true);

  const left = endless();
  const client = new AbortController();
  await fileResponse(request({ signal: client.signal }), left.make);
  client.abort();
  expect(left.seen.signal.aborted).toBe(true);
});

test("the file's end is the body's end, and an error is the body's error", async () => {
  async function* chunks(error?: Error) {
    yield new TextEncoder().encode("some ");
    yield new TextEncoder().encode("rows");
    if (error) throw error;
  }
  const make = (error?: Error) => async () => ({ name: "a.csv", type: "text/csv", chunks: chunks(error) });
  expect(await (await fileResponse(request(), make())).text()).toBe("some rows");
  await expect((await fileResponse(request(), make(new Error("broken")))).text()).rejects.toThrow("broken");
});

test("what keeps the file from being made is thrown, not sent", async () => {
  await expect(fileResponse(request(), () => Promise.reject(new Error("no such column")))).rejects.toThrow(
    "no such column",
  );
});

test("it is for download, not for caches, and its name cannot break out", async () => {
  const { headers } = await fileResponse(request(), endless('a"b\r\nX: y/../ñ.csv').make);
  expect(headers.get("content-disposition")).toBe('attachment; filename="abXy...csv"');
  expect(headers.get("cache-control")).toBe("no-store, no-transform");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});

test("asked for its head only, it makes nothing", async () => {
  const { seen, make } = endless();
  const response = await fileResponse(request({ method: "HEAD" }), make);
  expect([response.body, response.headers.get("content-type")]).toEqual([null, "text/csv; charset=utf-8"]);
  expect(seen.signal.aborted).toBe(true);
});
