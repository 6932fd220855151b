import { expect, test } from "vitest";
import { readUpload } from "./read-upload";

const pasted = (numbers: string) => {
  const body = new FormData();
  body.set("numbers", numbers);
  return new Request("http://localhost/", { method: "POST", body });
};

test("more pasted rows than are taken are refused, not cut", async () => {
  const row = `34600111222;${"x".repeat(500)}\r\n`;
  const take = async ({ file }: { file: AsyncIterable<Uint8Array> }) => {
    let bytes = 0;
    for await (const piece of file) bytes += piece.byteLength;
    return bytes;
  };
  expect(await readUpload(pasted(row.repeat(10)), take)).toBe(row.length * 10);
  const tooLarge = { fields: { file: "paste-too-large" } };
  await expect(readUpload(pasted(row.repeat(42_000)), take)).rejects.toMatchObject(tooLarge);
});
