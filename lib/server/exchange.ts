import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";

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

/** @throws AppError too-large past `most` bytes; the rest is not read. */
export function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const tooLarge = () => new AppError("too-large", `The body may have at most ${most} bytes.`);
  if (Number(request.headers["content-length"] ?? 0) > most) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) {
        request.removeAllListeners("data").pause();
        reject(tooLarge());
      } else chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("aborted", () => reject(new AppError("invalid", "The request was cut off.")));
  });
}
