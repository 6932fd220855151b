/** A file under way. `name` is with its ending; only letters, digits, dots, hyphens and underscores of it are sent. */
export type StreamedFile = { name: string; type: string; chunks: AsyncIterable<Uint8Array> };

/**
 * Answers with a file that is made while it is downloaded. Nothing is made before the client takes what there is; a
 * client that leaves aborts the making at once; an error on the way breaks the connection, so that what has arrived is
 * never taken for the whole: there is no length to compare it with, but its last chunk is missing.
 *
 * @param request its signal also tells of a client that left before the body was asked for.
 * @param make begins the file; what it throws is still a proper answer, because nothing has been sent.
 */
export async function fileResponse(
  request: Request,
  make: (signal: AbortSignal) => Promise<StreamedFile>,
): Promise<Response> {
  const reader = new AbortController();
  const { name, type, chunks } = await make(AbortSignal.any([request.signal, reader.signal]));
  const headers = {
    "Content-Type": type,
    "Content-Disposition": `attachment; filename="${name.replace(/[^\w.-]/g, "")}"`,
    // no-transform: whoever compresses on the way costs more than the line saves, and holds the rows back.
    "Cache-Control": "no-store, no-transform",
    "X-Content-Type-Options": "nosniff",
  };
  if (request.method === "HEAD") {
    reader.abort();
    return new Response(null, { headers });
  }
  const iterator = chunks[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => reader.abort(),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers });
}
