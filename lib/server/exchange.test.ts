import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import type { AppError } from "@/lib/errors";
import { readBody } from "./exchange";
import { Room } from "./room";

/** What reading a request came to, whose client sends these bytes and then stands still. */
async function read(sent: string, { most = 100, room = new Room(1_000), stillMs = 20 } = {}) {
  let tell: (told: string) => void = () => {};
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const server = createServer((request, response) => {
    readBody(request, most, room.forOne(), stillMs)
      .then(
        (body) => tell(`body ${body}`),
        (error: AppError) => tell(error.outcome),
      )
      .finally(() => response.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${sent}`);
  await told;
  socket.destroy();
  server.close();
  return told;
}

test.each([
  ["a whole body is read", "Content-Length: 5\r\n\r\nhello", "body hello"],
  ["a body in pieces too", "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "body hello"],
  ["one that stands still is not waited for", "Content-Length: 50\r\n\r\nhel", "invalid"],
  ["one that says it is too long is not read", "Content-Length: 101\r\n\r\n", "too-large"],
  ["nor one that only turns out to be", `Transfer-Encoding: chunked\r\n\r\n65\r\n${"x".repeat(101)}\r\n`, "too-large"],
])("%s", async (_, sent, told) => {
  expect(await read(sent)).toBe(told);
});

test("without room it is refused, and what was taken is given back", async () => {
  const room = new Room(10);
  const other = room.forOne();
  other.take(8);
  expect(await read("Content-Length: 5\r\n\r\nhello", { room })).toBe("unavailable");
  other.leave();
  expect(await read("Content-Length: 5\r\n\r\nhello", { room })).toBe("body hello");
});
