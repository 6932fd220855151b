import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";
import type { RoomForOne } from "./room";

/** What a machine path answers. */
export type Answer = { status: number; headers?: Record<string, string>; body: string };

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(value),
});

export function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { "cache-control": "no-store", "content-length": Buffer.byteLength(body), ...headers });
  response.end(body);
}

/** A body that brings nothing for so long is not waited for. */
const STILL_MS = 10_000;

/** @throws AppError too-large past `most` bytes, unavailable when there is no room, invalid when it breaks off; the rest is not read. */
export function readBody(
  request: IncomingMessage,
  most: number,
  room: RoomForOne,
  stillMs = STILL_MS,
): Promise<Buffer> {
  const tooLarge = () => new AppError("too-large", `The body may have at most ${most} bytes.`);
  const cutOff = () => new AppError("invalid", "The request was cut off.");
  const { "content-length": length, "transfer-encoding": chunked } = request.headers;
  if (Number(length ?? 0) > most) return Promise.reject(tooLarge());
  if (length === undefined && chunked === undefined) return Promise.resolve(Buffer.alloc(0));
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const still = setTimeout(() => refuse(cutOff()), stillMs);
    const refuse = (error: unknown) => {
      clearTimeout(still);
      request.removeAllListeners("data").pause();
      reject(error);
    };
    request.on("data", (chunk: Buffer) => {
      still.refresh();
      size += chunk.length;
      if (size > most) return refuse(tooLarge());
      try {
        room.take(chunk.length);
      } catch (error) {
        return refuse(error);
      }
      chunks.push(chunk);
    });
    request.on("end", () => {
      clearTimeout(still);
      resolve(Buffer.concat(chunks));
    });
    request.on("error", refuse);
    request.on("aborted", () => refuse(cutOff()));
  });
}
