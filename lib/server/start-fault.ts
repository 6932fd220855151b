/** A fault which whoever starts the application can mend. Its message is the whole story: one line, without a stack. */
export class StartFault extends Error {
  override name = "StartFault";
}

/** What a terminal shows of an error: the line of a StartFault, the stack of anything else (a bug). */
export function tellError(error: unknown): string {
  if (error instanceof StartFault) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
