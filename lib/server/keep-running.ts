import { setTimeout as sleep } from "node:timers/promises";
import { isAway } from "@/lib/http";

const AGAIN_MS = 1_000;

export type Running = { stop(): Promise<void> };

/**
 * Keeps something running that ends itself when the database goes: it is stopped, and started again as soon as that
 * succeeds.
 *
 * @param start `died` is called by whatever has ended by itself, as often as it likes.
 */
export async function keepRunning(
  name: string,
  start: (died: () => void) => Promise<Running>,
  againMs = AGAIN_MS,
): Promise<Running> {
  const closing = new AbortController();
  let revival: Promise<void> | null = null;
  let running: Running | null = null;

  const live = async () => {
    running = await start(() => {
      revival ??= revive().finally(() => {
        revival = null;
      });
    });
  };
  async function revive(): Promise<void> {
    console.error(`${name} has ended and is started again.`);
    await end();
    while (!closing.signal.aborted) {
      await sleep(againMs, undefined, { signal: closing.signal }).catch(() => {});
      if (closing.signal.aborted) return;
      try {
        return await live();
      } catch (error) {
        if (!isAway(error)) console.error(`${name} does not start:`, error);
      }
    }
  }
  const end = async () => {
    const ended = running;
    running = null;
    await ended?.stop().catch(() => {}); // what has died may not be able to stop
  };

  await live();
  return {
    async stop() {
      closing.abort();
      await revival;
      await end();
    },
  };
}
