import pg from "pg";

/** A statement as the application sent it, and how long it took to be answered. */
export type Sent = { text: string; values: unknown[]; ms: number };

/** Runs `work` and tells every statement that this process sends to Postgres meanwhile. */
export async function watchQueries<T>(work: () => Promise<T>): Promise<{ result: T; sent: Sent[] }> {
  const sent: Sent[] = [];
  const original = pg.Client.prototype.query;
  const watched = async function (this: pg.Client, ...given: Parameters<typeof original>) {
    const [config, values] = given as unknown as [string | { text: string }, unknown[] | undefined];
    const from = performance.now();
    try {
      return await (original as (...all: unknown[]) => Promise<unknown>).apply(this, given);
    } finally {
      sent.push({
        text: typeof config === "string" ? config : config.text,
        values: values ?? [],
        ms: performance.now() - from,
      });
    }
  };
  pg.Client.prototype.query = watched as unknown as typeof original;
  try {
    return { result: await work(), sent };
  } finally {
    pg.Client.prototype.query = original;
  }
}
